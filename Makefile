# forvalt: `make site` builds the sample portfolio's site, `make test` passes every test.
# Both do their own set-up; they need Go, Node and Git.

GO_FILES := $(shell find cmd internal templates site contracts -name '*.go' 2>/dev/null)
ASSETS   := site/dist/site.css
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null)
PLATFORMS := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64

.PHONY: site test race check same trials bench fuzz golden release clean chromium screenshots figures

site: bin/forvalt
	bin/forvalt build --out public

test: site chromium
	go test ./...
	cd site/bundle && go vet ./...

race: $(ASSETS) # what shares memory: its packages, and a whole build of the sample, which has all of it at work
	@command -v $$(go env CC) >/dev/null || echo "no C compiler is here: the race detector is skipped"
	! command -v $$(go env CC) >/dev/null || go test -race ./internal/history ./internal/publish ./internal/pages/... ./internal/store
	! command -v $$(go env CC) >/dev/null || go test -race ./cmd/forvalt -run TestBuildIsDeterministic

check: site
	site/node_modules/.bin/html-validate --config site/.htmlvalidate.json $$(find public -name '*.html')
	! git ls-files -z | xargs -0 du -k | awk '$$1 > 1024' | grep . # nothing built is committed
	bin/forvalt fmt --check
	test -z "$$(gofmt -l cmd internal templates contracts site/*.go site/bundle)"
	go vet ./...
	go tool templ generate -path templates >/dev/null && git diff --exit-code -- templates
	go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
	go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 .github/workflows/*.yml internal/scaffold/repository/.github/workflows/*.yml
	GOOS=windows go vet ./cmd/... ./internal/...

same: bin/forvalt # what differs from what BASE drew: nothing, if only the code was moved
	@.ci/same "$(BASE)"

trials: $(ASSETS) # what writes is killed and starved, at every byte of its state and at hundreds of moments: ten minutes and more
	go test ./internal/publish -run TestCutAtEveryByte -count 1 -trials -v -timeout 30m
	go test ./cmd/forvalt -run TestCutCommands -count 1 -trials -v -timeout 60m

screenshots: $(ASSETS) chromium # pictures of every kind of page, and PDFs, in screenshots/ (not committed)
	go test ./site/gates -run 'Shots|Print' -count 1 -screenshots $(CURDIR)/screenshots

figures: $(ASSETS) chromium # weights, filter times and steps of the tasks, as docs/speed.md reports them
	go test ./site/gates -run 'Measure|Tasks' -count 1 -measure -v -timeout 20m | grep -v '^=== '

bench: $(ASSETS)
	go test -run '^$$' -bench . -benchmem ./internal/... ./cmd/...

fuzz: # each fuzz target for FUZZTIME
	@for p in $$(grep -rl '^func Fuzz' internal cmd --include='*_test.go' | xargs -n1 dirname | sort -u); do \
	  for f in $$(grep -rhoE '^func Fuzz[A-Za-z]+' $$p | sed 's/func //'); do \
	    go test ./$$p -run '^$$' -fuzz "^$$f$$" -fuzztime $${FUZZTIME:-20s} || exit 1; done; done

golden: $(ASSETS)
	go test ./internal/diag -update

release: $(ASSETS)
	@mkdir -p dist
	@sum=; for p in $(PLATFORMS); do \
	  out=dist/forvalt-$${p%/*}-$${p#*/}; [ $${p%/*} = windows ] && out=$$out.exe; echo $$out; \
	  CGO_ENABLED=0 GOOS=$${p%/*} GOARCH=$${p#*/} go build -trimpath -ldflags "-s -w -X main.released=$(VERSION) -X main.linuxSum=$$sum" -o $$out ./cmd/forvalt || exit 1; \
	  [ -n "$$sum" ] || sum=$$(sha256sum $$out | cut -d' ' -f1); done # linux/amd64 comes first: see cmd/forvalt/pin.go
	cd dist && sha256sum forvalt-* > SHA256SUMS

bin/forvalt: $(ASSETS) $(GO_FILES) go.mod $(wildcard site/messages/*/*.toml) $(shell find contracts internal/check/examples internal/scaffold -type f 2>/dev/null)
	go build -o $@ ./cmd/forvalt

$(ASSETS): site/package-lock.json $(shell find site/styles site/scripts site/icons site/bundle -type f 2>/dev/null)
	cd site && npm ci --ignore-scripts --no-audit --no-fund
	cd site/bundle && go run .

chromium: # the browser tests skip, saying so, where it cannot be had
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	  apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || echo "chromium is not here: the browser tests will skip"

clean:
	rm -rf bin public dist site/node_modules screenshots
	find site/dist -mindepth 1 ! -name README.md -delete
