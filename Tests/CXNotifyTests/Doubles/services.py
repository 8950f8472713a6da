#!/usr/bin/env python3
"""Slack, Discord, Telegram, PagerDuty, Alertmanager, SendGrid and Mailgun as far as their documents
say what they accept: services.py

Listens on a port of 127.0.0.1 and prints it, then a line of JSON for each accepted request. What
the documents do not allow is answered as each service does. A path that begins with /limited is
answered 429, /broken 503, /gone 404, with what was sent in the body, as a careless service would.
"""
import base64
import email
import email.policy
import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def need(condition, why):
    if not condition:
        raise ValueError(why)


def text(value, most=10**6, least=0):
    need(isinstance(value, str) and least <= len(value) <= most, f"not a text up to {most}: {value!r}")


def keys(value, required, optional=()):
    need(isinstance(value, dict), f"not an object: {value!r}")
    need(set(required) <= set(value), f"missing of {required} in {sorted(value)}")
    need(set(value) <= set(required) | set(optional), f"unknown beside {required}: {sorted(value)}")


def form(request):
    head = b"Content-Type: " + request.headers["Content-Type"].encode() + b"\r\n\r\n"
    parsed = email.message_from_bytes(head + request.body, policy=email.policy.HTTP)
    need(parsed.get_content_type() == "multipart/form-data" and not parsed.defects, "no form")
    parts = {}
    for part in parsed.iter_parts():
        name = part["Content-Disposition"].params["name"]
        parts[name] = (part.get_payload(decode=True), part.get_content_type(), part.get_filename())
    return parts


def image(part):
    need(part[0].startswith(b"\x89PNG\r\n") and part[1] == "image/png", "no PNG")
    need(part[2] == "chart.png", "a picture without a name")


def slack(request):
    body = request.json()
    keys(body, ["text"], ["attachments"])
    text(body["text"], 40000, 1)
    need("<" not in body["text"], "a mention")
    need(len(body.get("attachments", [])) <= 100, "too many attachments")
    for attachment in body.get("attachments", []):
        keys(attachment, [], ["color", "fallback", "blocks", "text"])
        for block in attachment.get("blocks", []):
            keys(block, ["type", "text"])
            keys(block["text"], ["type", "text"])
            need((block["type"], block["text"]["type"]) == ("section", "mrkdwn"), "block")
            text(block["text"]["text"], 3000, 1)
            need("<" not in block["text"]["text"], "a mention")
    return 200, b"ok", body


def discord(request):
    if request.headers["Content-Type"] == "application/json":
        body = request.json()
    else:
        parts = form(request)
        need(set(parts) == {"payload_json", "files[0]"}, "parts")
        image(parts["files[0]"])
        body = json.loads(parts["payload_json"][0])
        need(body["embeds"][0]["image"]["url"] == "attachment://chart.png", "picture not shown")
    keys(body, ["content", "embeds", "allowed_mentions"])
    text(body["content"], 2000, 1)
    need(body["allowed_mentions"] == {"parse": []}, "mentions")
    need(1 <= len(body["embeds"]) <= 10, "embeds")
    total = 0
    for embed in body["embeds"]:
        keys(embed, ["title"], ["description", "color", "timestamp", "fields", "image"])
        text(embed["title"], 256)
        text(embed["description"], 4096)
        need(isinstance(embed["color"], int) and 0 <= embed["color"] < 1 << 24, "colour")
        need(TIME.fullmatch(embed["timestamp"]), "timestamp")
        need(len(embed["fields"]) <= 25, "fields")
        total += len(embed["title"]) + len(embed["description"])
        for field in embed["fields"]:
            keys(field, ["name", "value"], ["inline"])
            text(field["name"], 256, 1)
            text(field["value"], 1024, 1)
            total += len(field["name"]) + len(field["value"])
    need(total <= 6000, "6000 characters")
    return 204, b"", body


def telegram(request, token, method):
    need(token == "123:abc", "token")
    if method == "sendPhoto":
        parts = form(request)
        need(set(parts) == {"chat_id", "caption", "parse_mode", "disable_notification", "photo"}, "parts")
        image(parts["photo"])
        body = {name: part[0].decode() for name, part in parts.items() if name != "photo"}
        body["text"] = body["caption"]
        most = 1024
    else:
        need(method == "sendMessage", "method")
        body = request.json()
        keys(body, ["chat_id", "text"], ["parse_mode", "disable_notification", "link_preview_options"])
        need(body["link_preview_options"] == {"is_disabled": True}, "preview")
        most = 4096
    text(body["text"], most * 2, 1)
    need(body["parse_mode"] == "HTML" and body["chat_id"] == "-1001", "chat")
    plain = re.sub(r"</?b>", "", body["text"])
    need("<" not in plain and ">" not in plain, "unsupported tag")
    need(not re.search(r"&(?!(lt|gt|amp|quot);)", plain), "unsupported entity")
    need(len(plain) <= most, "message is too long")
    return 200, b'{"ok":true,"result":{}}', body


def pagerduty(request):
    body = request.json()
    keys(body, ["routing_key", "event_action", "dedup_key"], ["payload", "client", "client_url"])
    need(body["routing_key"] == "R" * 32, "routing key")
    text(body["dedup_key"], 255, 1)
    need(body["event_action"] in ("trigger", "resolve"), "action")
    if body["event_action"] == "trigger":
        payload = body["payload"]
        keys(payload, ["summary", "source", "severity"], ["timestamp", "component", "group", "class", "custom_details"])
        text(payload["summary"], 1024, 1)
        text(payload["source"], 1000, 1)
        need(payload["severity"] in ("critical", "error", "warning", "info"), "severity")
        need(TIME.fullmatch(payload["timestamp"]), "timestamp")
        need(isinstance(payload["custom_details"], dict), "details")
    return 202, b'{"status":"success","message":"Event processed"}', body


def alertmanager(request):
    need(request.headers["Authorization"] in (None, "Bearer sesame"), "token")
    body = request.json()
    need(isinstance(body, list) and body, "no list")
    for alert in body:
        keys(alert, ["labels"], ["annotations", "startsAt", "endsAt", "generatorURL"])
        need("alertname" in alert["labels"], "no name")
        for name, value in alert["labels"].items():
            need(re.fullmatch(r"[a-zA-Z_][a-zA-Z0-9_]*", name), f"label {name}")
            text(value, 10**4, 1)
        for value in alert["annotations"].values():
            text(value)
        for name in ("startsAt", "endsAt"):
            need(TIME.fullmatch(alert.get(name, "2000-01-01T00:00:00Z")), name)
        need(alert.get("startsAt", "0") <= alert["endsAt"], "ends before it starts")
    return 200, b"", body


def sendgrid(request):
    need(request.headers["Authorization"] == "Bearer SG.key", "authorization")
    body = request.json()
    keys(body, ["personalizations", "from", "subject", "content"], ["attachments", "headers"])
    for personalization in body["personalizations"]:
        keys(personalization, ["to"])
        for person in personalization["to"] + [body["from"]]:
            keys(person, ["email"], ["name"])
    need([part["type"] for part in body["content"]] == ["text/plain", "text/html"], "order")
    for part in body["content"]:
        keys(part, ["type", "value"])
        text(part["value"], least=1)
    for file in body.get("attachments", []):
        keys(file, ["content", "filename"], ["type", "disposition", "content_id"])
        need(base64.b64decode(file["content"], validate=True).startswith(b"\x89PNG"), "no PNG")
        need("cid:" + file["content_id"] in body["content"][1]["value"], "picture not shown")
    reserved = {"to", "from", "subject", "reply-to", "cc", "bcc", "received", "content-type"}
    need(not reserved & {name.lower() for name in body["headers"]}, "reserved header")
    text(body["subject"], 998, 1)
    return 202, b"", body


def mailgun(request, domain):
    expected = "Basic " + base64.b64encode(b"api:mg-key").decode()
    need(request.headers["Authorization"] == expected, "authorization")
    parts = form(request)
    need(set(parts) == {"to", "message"}, "parts")
    mail = email.message_from_bytes(request.raw(b'name="message"'), policy=email.policy.default)
    need(not mail.defects and mail.get_content_type() == "multipart/alternative", "mail")
    facts = {"to": parts["to"][0].decode(), "domain": domain, "id": mail["Message-ID"]}
    return 200, b'{"id":"<1@example.com>","message":"Queued."}', facts


ROUTES = [
    (r"/services/T0/B0/secret", slack),
    (r"/api/webhooks/1/secret", discord),
    (r"/bot([^/]+)/(\w+)", telegram),
    (r"/v2/enqueue", pagerduty),
    (r"/api/v2/alerts", alertmanager),
    (r"/v3/mail/send", sendgrid),
    (r"/v3/([^/]+)/messages\.mime", mailgun),
]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def json(self):
        need(self.headers["Content-Type"] == "application/json", "content type")
        return json.loads(self.body)

    def raw(self, mark):
        part = self.body[self.body.index(mark):]
        return part[part.index(b"\r\n\r\n") + 4:part.rindex(b"\r\n--cx-form-")]

    def answer(self, status, body, headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if status != 204 else b"")

    def do_POST(self):
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/limited/bot"):
            return self.answer(429, b'{"ok":false,"error_code":429,"parameters":{"retry_after":35}}')
        if self.path.startswith("/limited"):
            return self.answer(429, b"slow down", [("Retry-After", "30")])
        echo = f"{self.path} {self.headers['Authorization']} ".encode() + self.body[:200]
        if self.path.startswith("/broken"):
            return self.answer(503, echo)
        for pattern, take in ROUTES:
            if match := re.fullmatch(pattern, self.path):
                try:
                    status, answer, facts = take(self, *match.groups())
                except (ValueError, KeyError, TypeError) as problem:
                    return self.answer(400, f"{type(problem).__name__}: {problem}".encode())
                # Nobody may be reading: what is printed must fit into a pipe.
                line = json.dumps(facts)
                print(line if len(line) < 900 else "{}", flush=True)
                return self.answer(status, answer)
        self.answer(404, echo)

    def log_message(self, *arguments):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
