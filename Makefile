# The commands of the house; `make` alone lists them.

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
# The module graph of Package.swift is enforced, not only written down.
CHECKS := --explicit-target-dependency-import-check error

RELEASE := -c release --product cx
ifeq ($(shell uname -s),Linux)
# A filter starts often: a static standard library saves 6 ms a start, no relocations 2 to 3 more.
RELEASE += --static-swift-stdlib -Xswiftc -use-ld=lld -Xswiftc -Xclang-linker -Xswiftc -no-pie
endif

BINARY := .build/release/cx
BIN := $(DESTDIR)$(PREFIX)/bin
SHARE := $(DESTDIR)$(PREFIX)/share
BASH_DIR := $(SHARE)/bash-completion/completions
ZSH_DIR := $(SHARE)/zsh/site-functions
FISH_DIR := $(SHARE)/fish/vendor_completions.d

.PHONY: help demo build test bench bench-quick bench-peers lint format install uninstall man completions clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: build ## trades from the exchange, or simulated ones, to candles and a chart
	@scripts/demo $(BINARY)

build: ## build the program into .build/release/cx
	@scripts/need build
	$(SWIFT) build $(CHECKS) $(RELEASE)

test: ## build and run all tests
	@scripts/need test
	$(SWIFT) build $(CHECKS) --build-tests
	$(SWIFT) test --skip-build --disable-xctest

bench: build ## compare speed and memory with the peers that are installed
	@Benchmarks/bench --cx $(BINARY)

bench-quick: build ## the same in two minutes: a million lines, DuckDB alone, and twenty spellings of a record
	@Benchmarks/bench --quick --cx $(BINARY)
	@Benchmarks/shapes --cx $(BINARY)

bench-peers: ## install the peers that `make bench` compares with
	@scripts/need bench
	python3 -m venv .build/bench/venv
	.build/bench/venv/bin/pip install --quiet duckdb polars chdb

lint: ## check format, file sizes and the purity of the core
	@scripts/lint

format: ## format all Swift files in place
	$(SWIFT) format --in-place -r Sources Tests Package.swift

man completions: build ## write man pages and completions from the program itself
	@scripts/generate-docs $(BINARY) .

install: build ## install program, man pages and completions below PREFIX
	install -d $(BIN) $(SHARE)/man/man1 $(SHARE)/man/man5 $(BASH_DIR) $(ZSH_DIR) $(FISH_DIR)
	install -m 755 $(BINARY) $(BIN)/cx
	@strip $(BIN)/cx 2> /dev/null || true # a quarter is symbols; without strip they stay
	install -m 644 man/*.1 $(SHARE)/man/man1
	install -m 644 man/*.5 $(SHARE)/man/man5
	install -m 644 completions/cx.bash $(BASH_DIR)/cx
	install -m 644 completions/_cx $(ZSH_DIR)/_cx
	install -m 644 completions/cx.fish $(FISH_DIR)/cx.fish

uninstall: ## remove what install put below PREFIX
	rm -f $(BIN)/cx $(SHARE)/man/man1/cx.1 $(SHARE)/man/man1/cx-*.1 $(SHARE)/man/man5/cx-records.5
	rm -f $(BASH_DIR)/cx $(ZSH_DIR)/_cx $(FISH_DIR)/cx.fish

clean: ## remove everything that was built
	rm -rf .build
