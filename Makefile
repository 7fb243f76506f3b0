# A thin door for people; Meson and ninja do the work. `make help` lists what there is.

PORT ?= 8080
prefix ?= /usr/local
DESTDIR ?=
BUILD ?= build
JOBS ?= $(shell nproc)
PYTHON ?= python3
lists := tools/deps/debian.txt package.json package-lock.json
# What it takes to build and run, and what to test besides: half of the packages are for testing alone.
stamp := build/.deps
test_stamp := build/.deps-test
enemy_stamp := build/.deps-enemy
# The first report of a sanitizer ends the program, so that no suite passes over it. Of what was given back it keeps 8 MB a
# process from being used again, not 256: new pages for all the rest took the kernel a tenth of the time. More, and a look at
# stacks that were left, cost a third again: the unit tests ask for both (tests/suites.txt).
sane := ASAN_OPTIONS=abort_on_error=1:detect_stack_use_after_return=0:quarantine_size_mb=8 \
	UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
# A private PostgreSQL for all suites of a run (tests/pg.py).
with_pg := $(PYTHON) tests/pg.py run --

.PHONY: build deps demo demo-reset test lint bench screens drill judge enemy fuzz install clean help ready

build: ready build/build.ninja ## Compila build/ayni
	@ninja -C build -j $(JOBS)

# Everything but `make deps` works without a network: it stops here when something is missing.
ready:
	@test -f $(stamp) || { echo 'Faltan las dependencias: ejecute «make deps» (usa la red una sola vez).' >&2; exit 1; }

deps: ## Instala los paquetes de Debian y de npm que falten
	@sh tools/deps/install.sh $(test_stamp)
	@touch $(stamp)

# Called by demo (to build) and test (all): only when a list is newer than the stamp.
$(stamp): $(lists)
	@sh tools/deps/install.sh $@ build

$(test_stamp): $(lists)
	@sh tools/deps/install.sh $@
	@touch $(stamp)

$(enemy_stamp): $(lists)
	@sh tools/deps/install.sh $@ enemy
	@touch $(stamp) $(test_stamp)

build/build.ninja: | ready
	@meson setup build -Dtests=disabled >build/setup.log 2>&1 || { cat build/setup.log; exit 1; }

demo: $(stamp) ## Red de muestra en 127.0.0.1:8080 (PORT= lo cambia); guarda lo hecho en build/demo
	@$(MAKE) --no-print-directory build
	@exec $(PYTHON) tools/phones.py build/ayni demo --data build/demo --listen 127.0.0.1:$(PORT)

demo-reset: ## Borra la red de muestra; la siguiente «make demo» empieza de nuevo
	rm -rf build/demo

build-asan/build.ninja: | $(test_stamp)
	@meson setup build-asan -Db_sanitize=address,undefined -Db_lundef=false -Dtests=enabled \
		>build/setup-asan.log 2>&1 || { cat build/setup-asan.log; exit 1; }

build-fuzz/build.ninja: | $(test_stamp)
	@CC=clang meson setup build-fuzz -Dfuzz=true -Dtests=disabled -Db_sanitize=address,undefined \
		-Db_lundef=false >build/setup-fuzz.log 2>&1 || { cat build/setup-fuzz.log; exit 1; }

test: $(test_stamp) build-asan/build.ninja build-fuzz/build.ninja ## Todas las pruebas, con ASan y UBSan, en SQLite y PostgreSQL
	@ninja -C build-asan -j $(JOBS)
	@ninja -C build-fuzz -j $(JOBS)
	@$(MAKE) --no-print-directory build
	@$(sane) $(with_pg) $(PYTHON) tools/run_tests.py --build build-asan --fuzz build-fuzz tests/suites.txt

lint: ## Las reglas de la casa (tools/lint.py)
	@$(PYTHON) tools/lint.py

screens: $(test_stamp) build ## Fotos de las páginas en build/screens, para mirarlas
	@node tests/screens.mjs

bench: $(test_stamp) build ## Cuadro de velocidad y tamaño; FULL=1 para un año entero de Lima
	@$(PYTHON) bench/run.py $(if $(FULL),--full)

drill: $(test_stamp) build-asan/build.ninja build-fuzz/build.ninja ## Lo largo: más cortes, más entradas al azar
	@ninja -C build-asan -j $(JOBS)
	@ninja -C build-fuzz -j $(JOBS)
	@$(MAKE) --no-print-directory build
	@$(sane) $(with_pg) $(PYTHON) tools/run_tests.py --build build-asan --fuzz build-fuzz --limit-minutes 240 tests/drills.txt

judge: $(test_stamp) build ## Jueces de fuera: otros programas leen lo que Ayni escribe
	@$(PYTHON) tools/run_tests.py --build build --limit-minutes 60 tests/judges.txt

enemy: $(enemy_stamp) ## Programas de ataque contra una red de muestra (instala los que falten)
	@$(MAKE) --no-print-directory build
	@$(with_pg) $(PYTHON) tools/run_tests.py --build build --limit-minutes 120 tests/enemy.txt

fuzz: $(test_stamp) build-fuzz/build.ninja ## Entradas al azar; SECONDS= por objetivo (60)
	@ninja -C build-fuzz -j $(JOBS)
	@$(sane) $(PYTHON) tools/fuzz.py --build build-fuzz --seconds $(or $(SECONDS),60)

install: ready ## Instala con DESTDIR= y prefix= (BUILD= dice qué carpeta compilada)
	@test -f $(BUILD)/build.ninja || $(MAKE) --no-print-directory build
	@meson configure $(BUILD) -Dprefix=$(abspath $(prefix))
	@ninja -C $(BUILD) -j $(JOBS)
	@DESTDIR=$(DESTDIR) meson install -C $(BUILD) --no-rebuild --quiet

clean: ## Borra lo compilado; quedan las dependencias y la red de muestra
	rm -rf build-asan build-fuzz
	@test ! -f build/build.ninja || ninja -C build clean >/dev/null
	@if [ -d build ]; then find build -mindepth 1 -maxdepth 1 ! -name demo ! -name '.deps*' -exec rm -rf {} +; fi

help: ## Esta ayuda
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22
