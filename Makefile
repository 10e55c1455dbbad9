# Docket. `make` alone lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/sh

VERSION := $(shell git describe --always --dirty --tags 2>/dev/null || echo development)
LDFLAGS := -s -w -X main.version=$(VERSION)
BINARY  := bin/docket
TOOL    := go tool -modfile=tools.mod
FUZZTIME ?= 60s
MODULE  := static/dist/evidence.wasm.br

export GOFLAGS := -buildvcs=false

.PHONY: help run build module test check generate bench fuzz need browser unit clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## build, and serve on 127.0.0.1:8080 with all data under ./data
	@$(BINARY) serve

build: module ## build the static binary bin/docket; needs no C compiler
	CGO_ENABLED=0 go build -trimpath -ldflags '$(LDFLAGS)' -o $(BINARY) ./cmd/docket

module: $(MODULE) ## build what redacts in the browser: package evidence as WebAssembly

$(MODULE): $(filter-out %_test.go,$(wildcard evidence/*.go cmd/evidence/*.go)) go.mod
	go run ./cmd/evidence $(@D)

test: need module check unit browser ## everything that must hold; installs what it needs when it may

need: ## install what the tests need (as root, by apt), or say what is missing
	@sh .ci/need

check: ## gofmt, generated code current, vet, staticcheck, tidy modules
	@sh .ci/check

unit: ## unit, store, mail and program tests, with the race detector
	@sh .ci/unit

browser: module ## pages in Chromium with axe, JavaScript on and off
	@cd browser && go test -count=1 -timeout 15m ./...

generate: ## write the generated code of the templates again
	$(TOOL) templ generate

bench: build ## figures: filing over HTTP, the intake page, start, memory, evidence
	@sh .ci/bench

fuzz: ## fuzz everything that reads input, FUZZTIME each (60s)
	@sh .ci/fuzz $(FUZZTIME)

clean: ## remove what was built; data stays
	rm -rf bin static/dist/evidence.wasm.* static/dist/wasm_exec.js
