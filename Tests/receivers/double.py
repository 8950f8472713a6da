#!/usr/bin/env python3
"""A receiver of webhooks that notes what it was sent, and misbehaves on demand.

    double.py LOG [DELAY]

Says `listening PORT`, and appends each request to LOG as a line of JSON: path, headers, body. The
path decides the answer: /busy asks to come back in a second the first time, /gone never wants it,
/redirect points elsewhere, /stall does not answer; /ok takes it, after DELAY seconds, if
whoever sent it still waits for the answer by then: a sender that was killed has to come again.
"""

import json
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOG = sys.argv[1]
DELAY = float(sys.argv[2]) if len(sys.argv) > 2 else 0
LOCK = threading.Lock()
seen = set()


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        if self.path == "/ok":
            time.sleep(DELAY)
            if self.is_left():
                return
        with LOCK, open(LOG, "a") as log:
            log.write(json.dumps({"path": self.path, "headers": headers, "body": body}) + "\n")
        if self.path == "/busy" and headers["cx-delivery"] not in seen:
            seen.add(headers["cx-delivery"])
            return self.answer(503, {"Retry-After": "1"}, b"not now")
        if self.path == "/gone":
            return self.answer(410, {}, b"no such hook")
        if self.path == "/redirect":
            return self.answer(302, {"Location": "/ok"}, b"")
        if self.path == "/stall":
            time.sleep(30)
        self.answer(200, {}, b"")

    def is_left(self):
        try:
            return self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    # A sender that was killed is no news.
    def handle_error(self, request, client_address):
        pass


if __name__ == "__main__":
    server = Server(("127.0.0.1", 0), Receiver)
    print("listening", server.server_address[1], flush=True)
    server.serve_forever()
