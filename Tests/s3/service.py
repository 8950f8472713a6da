#!/usr/bin/env python3
"""A real S3 for the tests: OpenStack Swift with its S3 front, on 127.0.0.1, in a folder that is
removed at the end, behind a proxy that fails on demand.

It checks signatures, hashes of bodies, dates and the region (us-east-1); of conditions on writing
it knows none and answers 501. Keys: test:tester, testing. When it is ready it writes
"listening http://127.0.0.1:PORT"; it ends when its standard input does.

POST /_faults, with a JSON list as body, says how the next requests fail, one each: "ok", "reset"
(the connection is cut before the answer), "lost" (done, and then the connection is cut), "cut"
(half of the answer's body), {"status": 503, "code": "SlowDown"}. GET /_requests tells how many
requests came.
"""
import http.client
import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

SERVERS = ["account", "container", "object"]
PIPELINE = "catch_errors cache listing_formats bulk s3api tempauth copy slo dlo proxy-server"
faults = []
requests = 0
guard = threading.Lock()


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def write(path, sections):
    with open(path, "w") as file:
        for title, values in sections.items():
            file.write(f"[{title}]\n" + "".join(f"{k} = {v}\n" for k, v in values.items()))


def configure(root, ports):
    etc = os.path.join(root, "etc")
    for folder in [etc, os.path.join(root, "srv", "d1")]:
        os.makedirs(folder)
    write(f"{etc}/swift.conf", {
        "swift-hash": {"swift_hash_path_suffix": "x", "swift_hash_path_prefix": "y"},
        "storage-policy:0": {"name": "p0", "default": "yes"}})
    common = {
        "bind_ip": "127.0.0.1", "workers": 0, "user": "root", "swift_dir": etc,
        "log_address": "/dev/null", "devices": f"{root}/srv", "mount_check": "false",
        "disable_fallocate": "true"}
    for server in SERVERS:
        builder = f"{etc}/{server}.builder"
        for step in [["create", "2", "1", "1"],
                     ["add", f"r1z1-127.0.0.1:{ports[server]}/d1", "1"], ["rebalance"]]:
            subprocess.run(["swift-ring-builder", builder] + step, check=True,
                           stdout=subprocess.DEVNULL)
        write(f"{etc}/{server}.conf", {
            "DEFAULT": {**common, "bind_port": ports[server]},
            "pipeline:main": {"pipeline": f"{server}-server"},
            f"app:{server}-server": {"use": f"egg:swift#{server}"}})
    filters = {f"filter:{name}": {"use": f"egg:swift#{name}"}
               for name in PIPELINE.split()[:-1]}
    filters["filter:cache"] = {
        "use": "egg:swift#memcache", "memcache_servers": f"127.0.0.1:{ports['memcached']}"}
    filters["filter:s3api"].update({
        "location": "us-east-1", "s3_acl": "false", "auth_pipeline_check": "false",
        "min_segment_size": 1})
    filters["filter:tempauth"].update({"user_test_tester": "testing .admin",
                                       "user_other_guest": "secret"})
    write(f"{etc}/proxy.conf", {
        "DEFAULT": {**common, "bind_port": ports["proxy"]},
        "pipeline:main": {"pipeline": PIPELINE},
        "app:proxy-server": {"use": "egg:swift#proxy", "account_autocreate": "true",
                             "allow_account_management": "true"}, **filters})
    return etc


def start(root, ports):
    etc = configure(root, ports)
    commands = [["memcached", "-u", "nobody", "-l", "127.0.0.1", "-m", "16", "-p",
                 str(ports["memcached"])]]
    commands += [[f"swift-{name}-server", f"{etc}/{name}.conf"] for name in SERVERS + ["proxy"]]
    log = open(f"{root}/log", "w")
    children = [subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
                for command in commands]
    deadline = time.monotonic() + 60
    for port in ports.values():
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if time.monotonic() > deadline or any(c.poll() is not None for c in children):
                    stop(children)
                    log.close()
                    sys.exit("service.py: it does not start:\n" + open(f"{root}/log").read())
                time.sleep(0.05)
    return children


def stop(children):
    for child in children:
        child.kill()
    for child in children:
        child.wait()


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    upstream = 0

    def log_message(self, *_):
        pass

    def handle_one(self):
        global requests
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path == "/_faults":
            with guard:
                faults[:] = json.loads(body)
            return self.answer(200, [], b"")
        if self.path == "/_requests":
            return self.answer(200, [], str(requests).encode())
        with guard:
            requests += 1
            fault = faults.pop(0) if faults else "ok"
        if fault == "reset":
            return self.hang_up()
        if isinstance(fault, dict):
            text = f"<Error><Code>{fault.get('code', '')}</Code><Message>on demand</Message></Error>"
            fields = [("Content-Type", "application/xml")] + list(fault.get("headers", {}).items())
            return self.answer(fault["status"], fields, text.encode())
        upstream = http.client.HTTPConnection("127.0.0.1", self.upstream, timeout=30)
        upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            upstream.putheader(name, value)
        upstream.endheaders(body)
        response = upstream.getresponse()
        content = response.read()
        if fault == "lost":
            return self.hang_up()
        self.answer(response.status, response.getheaders(), content, cut=fault == "cut")

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = handle_one

    def answer(self, status, fields, body, cut=False):
        self.send_response_only(status)
        length = str(len(body))
        for name, value in fields:
            if name.lower() == "content-length" and self.command == "HEAD":
                length = value
            elif name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[:len(body) // 2] if cut else body)
        if cut:
            self.hang_up()

    def hang_up(self):
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)


def main():
    names = SERVERS + ["proxy", "memcached"]
    ports = dict(zip(names, free_ports(len(names))))
    root = tempfile.mkdtemp(prefix="cx-s3-")
    children = []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        children = start(root, ports)
        Proxy.upstream = ports["proxy"]
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"listening http://127.0.0.1:{server.server_address[1]}", flush=True)
        sys.stdin.read()
    finally:
        stop(children)
        shutil.rmtree(root, ignore_errors=True)


main()
