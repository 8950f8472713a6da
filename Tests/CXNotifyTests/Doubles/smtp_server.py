#!/usr/bin/env python3
"""A mail server that refuses on demand: smtp_server.py FOLDER

Listens on four ports of 127.0.0.1 and prints them: STARTTLS, TLS from the start, no TLS, and no TLS
with AUTH offered all the same. FOLDER holds server.pem and server.key; accepted mails are written
there as N.eml, and what was said around them as N.json. User cx, password right. A recipient that
begins with 451 or 550 is answered so; a sender that does, too, at the end of the mail. When stdin
ends, so does the server, and FOLDER goes.
"""
import base64
import json
import os
import shutil
import socket
import ssl
import sys
import threading

folder = sys.argv[1]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(f"{folder}/server.pem", f"{folder}/server.key")
lock = threading.Lock()
count = 0


class Session:
    def __init__(self, connection, offers, tls):
        self.connection = connection
        self.offers = offers
        self.tls = tls
        self.user = None
        self.use(connection)

    def use(self, connection):
        self.connection = connection
        self.lines = connection.makefile("rb")

    def say(self, *lines):
        for line in lines:
            self.connection.sendall(line.encode() + b"\r\n")

    def ask(self, prompt):
        self.say("334 " + base64.b64encode(prompt.encode()).decode())
        return base64.b64decode(self.lines.readline().strip())

    def run(self):
        self.say("220 double.example ESMTP")
        self.sender, self.recipients = None, []
        while line := self.lines.readline():
            if not line.endswith(b"\r\n"):
                return
            verb = line.split()[0].upper().decode() if line.split() else ""
            answer = getattr(self, "do_" + verb.lower(), None)
            if answer is None:
                self.say("502 5.5.1 what?")
            elif answer(line[:-2].decode()) is False:
                return

    def do_ehlo(self, line):
        extensions = ["double.example", "8BITMIME", "SIZE 1000000"]
        if self.offers == "starttls" and not self.tls:
            extensions.append("STARTTLS")
        elif self.tls or self.offers == "auth":
            extensions.append("AUTH PLAIN LOGIN")
        self.say(*("250-" + text for text in extensions[:-1]), "250 " + extensions[-1])

    def do_starttls(self, line):
        self.say("220 2.0.0 go ahead")
        self.use(context.wrap_socket(self.connection, server_side=True))
        self.tls, self.user = True, None

    def do_auth(self, line):
        words = line.split()
        if words[1].upper() == "PLAIN":
            secret = base64.b64decode(words[2]) if len(words) > 2 else self.ask("")
            user, password = secret.split(b"\0")[1:]
        else:
            user = base64.b64decode(words[2]) if len(words) > 2 else self.ask("Username:")
            password = self.ask("Password:")
        if user == b"busy":
            self.say("454 4.7.0 temporary authentication failure")
        elif (user, password) == (b"cx", b"right"):
            self.user = user.decode()
            self.say("235 2.7.0 welcome")
        else:
            self.say("535 5.7.8 authentication credentials invalid")

    def do_mail(self, line):
        if self.offers != "none" and not self.user:
            return self.say("530 5.7.0 authentication required")
        self.sender, self.recipients = line.split("<")[1].split(">")[0], []
        self.say("250 2.1.0 ok")

    def do_rcpt(self, line):
        recipient = line.split("<")[1].split(">")[0]
        if recipient.startswith("550"):
            return self.say("550 5.1.1 no such user here")
        if recipient.startswith("451"):
            return self.say("451 4.7.1 greylisted, come back later")
        self.recipients.append(recipient)
        self.say("250 2.1.5 ok")

    def do_data(self, line):
        self.say("354 go on")
        mail = b""
        while (line := self.lines.readline()) != b".\r\n":
            if not line:
                return False
            mail += line[1:] if line.startswith(b".") else line
        if self.sender.startswith("550"):
            return self.say("554 5.7.1 looks like spam")
        if self.sender.startswith("451"):
            return self.say("451 4.3.0 disk full")
        global count
        with lock:
            count += 1
            number = count
        with open(f"{folder}/{number}.json", "w") as file:
            facts = {"tls": self.tls, "user": self.user, "from": self.sender}
            json.dump(facts | {"to": self.recipients}, file)
        with open(f"{folder}/{number}.part", "wb") as file:
            file.write(mail)
        os.rename(f"{folder}/{number}.part", f"{folder}/{number}.eml")
        self.say("250 2.0.0 queued")

    def do_rset(self, line):
        self.say("250 2.0.0 ok")

    def do_quit(self, line):
        self.say("221 2.0.0 bye")
        return False


def handle(connection, offers, tls):
    try:
        if tls:
            connection = context.wrap_socket(connection, server_side=True)
        Session(connection, offers, tls).run()
    except OSError:
        pass
    finally:
        connection.close()


def serve(listener, offers, tls):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=handle, args=(connection, offers, tls), daemon=True).start()


ports = {}
for name, tls in (("starttls", False), ("smtps", True), ("none", False), ("auth", False)):
    listener = socket.create_server(("127.0.0.1", 0))
    ports[name] = listener.getsockname()[1]
    threading.Thread(target=serve, args=(listener, name, tls), daemon=True).start()
print(json.dumps(ports), flush=True)
sys.stdin.read()
shutil.rmtree(os.path.abspath(folder), ignore_errors=True)
