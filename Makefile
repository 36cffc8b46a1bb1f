# Vertelzuil: one Makefile. `make help` lists what it can do.
#
# Two passes: the first installs the Debian packages that are missing, the
# second (READY=1) may then ask pkg-config and build. Everything that is made
# lands in $(BUILD).

BUILD ?= build
PREFIX ?= /usr/local
V ?= 0
JOBS ?= $(shell nproc)
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# ---------------------------------------------------------------- packages
PACKAGES_RUN := gcc libc6-dev pkg-config gettext libsdl2-dev libsdl2-ttf-dev \
  libsdl2-image-dev libfreetype-dev libharfbuzz-dev libfribidi-dev \
  libunistring-dev libfontconfig-dev fontconfig fonts-sil-andika \
  fonts-noto-core libxml2-dev libzip-dev libarchive-dev libsqlite3-dev libpq-dev \
  libcurl4-openssl-dev libssl-dev libmicrohttpd-dev libjansson-dev libsodium-dev \
  libqrencode-dev libinih-dev libxlsxwriter-dev libreadstat-dev libpcre2-dev \
  libespeak-ng-dev libsndfile1-dev libopusenc-dev
PACKAGES_TEST := libcmocka-dev xvfb xdotool libxtst-dev imagemagick sqlite3 \
  postgresql python3-openpyxl python3-pandas \
  curl unzip universal-ctags

PACKAGES_FUZZ := clang llvm libclang-rt-14-dev

GOALS := build run test test-asan test-tsan fuzz golden bench lint format \
  install
.PHONY: all help clean packages packages-test packages-fuzz $(GOALS)
.DEFAULT_GOAL := build

help:
	@echo 'make build      build the three programs, forms and translations'
	@echo 'make run        the whole road: hub, kiosk in a window, export'
	@echo 'make test       build and run every test'
	@echo 'make test-asan  the same under AddressSanitizer and UBSan'
	@echo 'make test-tsan  the threaded tests under ThreadSanitizer'
	@echo 'make fuzz       every fuzz target for FUZZ_SECONDS=600 each'
	@echo 'make golden     renew the pictures of the screens; look at them first'
	@echo 'make bench      measure speed and memory, beside their limits'
	@echo 'make lint       layers, library doors, sizes, style'
	@echo 'make format     format the sources with clang-format'
	@echo 'make install    install below PREFIX=$(PREFIX) (DESTDIR is honoured)'
	@echo 'make clean      remove everything that was made'

clean:
	rm -rf build

# Installs the packages in $(1) that are missing; silent when none is.
install_missing = @missing=$$(for p in $(1); do dpkg-query -W \
	  -f='$${db:Status-Status}' $$p 2>/dev/null | grep -qx installed || \
	  printf '%s ' $$p; done); \
	if [ -n "$$missing" ]; then \
	  echo "Installing missing packages: $$missing"; \
	  $(SUDO) apt-get update -q >/dev/null && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
	    --no-install-recommends $$missing >/dev/null; \
	fi

packages:
	$(call install_missing,$(PACKAGES_RUN))
packages-test: packages
	$(call install_missing,$(PACKAGES_TEST))
packages-fuzz: packages
	$(call install_missing,$(PACKAGES_FUZZ))

ifndef READY

build run install: packages
	@$(MAKE) --no-print-directory -j$(JOBS) READY=1 $@
test test-asan test-tsan golden bench lint: packages-test
	@$(MAKE) --no-print-directory -j$(JOBS) READY=1 $@
fuzz: packages-fuzz
	@$(MAKE) --no-print-directory READY=1 $@
format: packages-test
	$(call install_missing,clang-format)
	clang-format -i $$(git ls-files '*.c' '*.h')

else # --------------------------------------------------------------- build

VERSION := 0.1.0
CC := gcc
WARN := -Wall -Wextra -Werror -Wshadow -Wvla -Wundef -Wpointer-arith \
  -Wwrite-strings -Wmissing-prototypes -Wstrict-prototypes \
  -Wold-style-definition -Wmissing-include-dirs -Wno-unused-parameter
OPT ?= -O2 -g
SANITIZE ?=
CFLAGS = -std=c11 -D_GNU_SOURCE $(OPT) $(SANITIZE) $(WARN) -pthread \
  -fno-common -Iapp -I. -DVZ_VERSION='"$(VERSION)"' -DVZ_PREFIX='"$(PREFIX)"'

# A room is one folder tree; its archive is what others link. A file in a
# folder belongs to its room: there is no list to keep.
sources = $(sort $(wildcard $(addsuffix /*.c,$(1))))
base_DIRS := app/base
openrosa_DIRS := app/openrosa
form_DIRS := app/form/xlsform app/form/xpath app/form/xform
db_DIRS := storage/db
export_DIRS := storage/export
kioskstore_DIRS := storage/kiosk
hubstore_DIRS := storage/hub
sync_DIRS := storage/sync
impact_DIRS := app/impact
kiosk_DIRS := app/kiosk app/kiosk/screen app/kiosk/widget app/kiosk/text \
  app/kiosk/render app/kiosk/input app/kiosk/locale app/kiosk/scene \
  app/kiosk/audio app/kiosk/speech
hub_DIRS := app/hub
tools_DIRS := app/tools
ROOMS := base openrosa form db export kioskstore hubstore sync impact kiosk \
  hub tools

# Packages of pkg-config that a room includes. Whoever links a room links them.
base_PKGS := inih
openrosa_PKGS := libxml-2.0 libcrypto libsodium libzip
form_PKGS := libxml-2.0 libzip xlsxwriter libcrypto libpcre2-8 jansson
db_PKGS := sqlite3
export_PKGS := libarchive xlsxwriter jansson
export_LIBS := -lreadstat
kioskstore_PKGS := libsodium
hubstore_PKGS := libsodium libpq
sync_PKGS := libcurl
impact_PKGS := libxml-2.0
kiosk_PKGS := sdl2 SDL2_ttf SDL2_image freetype2 harfbuzz fribidi fontconfig \
  libsodium libqrencode jansson espeak-ng sndfile libopusenc
kiosk_LIBS := -lunistring
hub_PKGS := libmicrohttpd libsodium jansson
tools_PKGS := jansson

# What each program may link, in link order.
vertelform_ROOMS := tools form base
vertelhub_ROOMS := hub impact hubstore export form openrosa db base
vertelzuil_ROOMS := kiosk sync kioskstore form openrosa db base
PROGRAMS := vertelform vertelhub vertelzuil
vertelform_MAIN := app/tools/main.c
vertelhub_MAIN := app/hub/main.c
vertelzuil_MAIN := app/kiosk/main.c
MAINS := $(foreach p,$(PROGRAMS),$($(p)_MAIN))

pkg_cflags := $(shell pkg-config --cflags \
  $(sort $(foreach r,$(ROOMS),$($(r)_PKGS))))
# $(call libs,ROOMS): linker flags for the libraries behind some rooms.
libs = $(shell pkg-config --libs $(sort $(foreach r,$(1),$($(r)_PKGS)))) \
  $(foreach r,$(1),$($(r)_LIBS)) -lm
archives = $(foreach r,$(1),$(BUILD)/lib/$(r).a)

ifeq ($(V),0)
  say = @printf '  %-5s %s\n' '$(1)' '$@';
endif

define room_rules
$(1)_SRC := $$(filter-out $$(MAINS),$$(call sources,$$($(1)_DIRS)))
$$(BUILD)/lib/$(1).a: $$(patsubst %.c,$$(BUILD)/obj/%.o,$$($(1)_SRC))
	@mkdir -p $$(@D)
	$$(call say,AR)rm -f $$@ && ar rcs $$@ $$(filter %.o,$$^)
endef
$(foreach r,$(ROOMS),$(eval $(call room_rules,$(r))))

$(BUILD)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(CFLAGS) $(pkg_cflags) -MMD -MP -c -o $@ $<

# Tests hand string literals to parsers of argv, which are not const.
$(BUILD)/obj/tests/%.o $(BUILD)/tests/%: CFLAGS += -Itests -Wno-write-strings

define program_rules
$$(BUILD)/$(1): $$(BUILD)/obj/$$($(1)_MAIN:.c=.o) $$(call archives,$$($(1)_ROOMS))
	$$(call say,LINK)$$(CC) $$(CFLAGS) -o $$@ $$^ $$(call libs,$$($(1)_ROOMS))
endef
$(foreach p,$(PROGRAMS),$(eval $(call program_rules,$(p))))

# Shipped forms: one-file CSV -> .xlsx; translations: .po -> .mo.
FORMS := $(patsubst assets/forms/%.csv,$(BUILD)/forms/%.xlsx,\
  $(wildcard assets/forms/*.csv))
CATALOGUES := $(patsubst assets/locale/%.po,\
  $(BUILD)/locale/%/LC_MESSAGES/vertelzuil.mo,$(wildcard assets/locale/*.po))

$(BUILD)/forms/%.xlsx: assets/forms/%.csv $(BUILD)/vertelform
	@mkdir -p $(@D)
	$(call say,FORM)$(BUILD)/vertelform convert $< $@
$(BUILD)/locale/%/LC_MESSAGES/vertelzuil.mo: assets/locale/%.po
	@mkdir -p $(@D)
	$(call say,MO)msgfmt --check -o $@ $<

build: $(addprefix $(BUILD)/,$(PROGRAMS)) $(FORMS) $(CATALOGUES)

run: build
	@BUILD=$(BUILD) sh assets/demo/run.sh

# ----------------------------------------------------------------- tests
# A test is tests/<kind>/**/test_*.c (TAP by cmocka) or tests/<kind>/*.sh (TAP
# by hand). C tests may link every room; the archives give only what is used.
TEST_SRC := $(sort $(shell find tests/unit tests/ui tests/fault \
  -name 'test_*.c' 2>/dev/null))
TEST_BIN := $(patsubst %.c,$(BUILD)/%,$(TEST_SRC))
SUPPORT_SRC := $(call sources,tests/support)
TEST_SH := $(sort $(wildcard tests/e2e/*.sh tests/fault/*.sh))
TEST_ROOMS := tools hub kiosk impact sync hubstore kioskstore export form \
  openrosa db base
# A file beside a test that is named like it, with .ld, holds linker flags
# (--wrap=... for fault tests).
$(BUILD)/tests/%: tests/%.c $(patsubst %.c,$(BUILD)/obj/%.o,$(SUPPORT_SRC)) \
    $(call archives,$(TEST_ROOMS))
	@mkdir -p $(@D)
	$(call say,TEST)$(CC) $(CFLAGS) $(pkg_cflags) -MMD -MP \
	  -MF $@.d -o $@ $< $(filter %.o,$^) -Wl,--start-group \
	  $(filter %.a,$^) -Wl,--end-group $(call libs,$(TEST_ROOMS)) -lcmocka \
	  $(if $(filter bench/%,$*),-lX11 -lXtst) \
	  $(if $(wildcard tests/$*.ld),$(shell cat tests/$*.ld 2>/dev/null))

tests-build: $(TEST_BIN) build
test: tests-build
	@BUILD=$(BUILD) sh tests/support/run.sh $(TEST_BIN) $(TEST_SH)
test-asan:
	@$(MAKE) --no-print-directory READY=1 BUILD=$(BUILD)/asan OPT='-O1 -g' \
	  SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all \
	  -fno-omit-frame-pointer' test
test-tsan:
	@$(MAKE) --no-print-directory READY=1 BUILD=$(BUILD)/tsan OPT='-O1 -g' \
	  SANITIZE='-fsanitize=thread' test

# libFuzzer (clang) with ASan and UBSan. What it finds is written to
# $(BUILD)/fuzz/found; the corpus in tests/data/fuzz is only read.
FUZZ_SECONDS ?= 600
FUZZERS := fuzz_xpath fuzz_xform fuzz_instance fuzz_list fuzz_workbook \
  fuzz_filter
FUZZ_FLAGS := address,undefined -fno-sanitize-recover=all \
  -DVZ_REPEATS_MAX=50 -DVZ_GROWN_MAX=500
fuzz:
	@$(MAKE) --no-print-directory READY=1 BUILD=$(BUILD)/fuzz CC=clang \
	  OPT='-O1 -g' SANITIZE='-fsanitize=fuzzer-no-link,$(FUZZ_FLAGS)' fuzz-run
fuzz-build: $(addprefix $(BUILD)/,$(FUZZERS))
fuzz-run: fuzz-build
	@BUILD=$(BUILD) FUZZ_SECONDS=$(FUZZ_SECONDS) sh tests/fuzz/run.sh $(FUZZERS)
$(BUILD)/fuzz_filter: $(BUILD)/obj/storage/hub/row_filter.o
$(BUILD)/fuzz_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o \
    $(BUILD)/obj/tests/support/xpath_tree.o $(call archives,form base)
	$(call say,FUZZ)$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ \
	  $(call libs,form base)

bench: build $(patsubst %.c,$(BUILD)/%,$(wildcard tests/bench/bench_*.c))
	@BUILD=$(BUILD) sh tests/bench/run.sh
# Pictures that tests/ui/test_golden.c compares with.
golden: build $(BUILD)/tests/ui/test_golden
	@mkdir -p tests/data/golden && rm -f tests/data/golden/*.png
	@BUILD=$(BUILD) VZ_GOLDEN_RENEW=1 $(BUILD)/tests/ui/test_golden
	@du -sh tests/data/golden; git status --short tests/data/golden
lint:
	@sh tests/support/lint.sh

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/vertelzuil
	install -m 755 $(addprefix $(BUILD)/,$(PROGRAMS)) $(DESTDIR)$(PREFIX)/bin
	cp -R assets/accessibility assets/icons assets/themes assets/web \
	  $(DESTDIR)$(PREFIX)/share/vertelzuil/
	cp -R $(BUILD)/locale $(BUILD)/forms $(DESTDIR)$(PREFIX)/share/vertelzuil/
	install -d $(DESTDIR)$(PREFIX)/share/vertelzuil/system
	@for f in assets/system/*; do \
	  to=$(DESTDIR)$(PREFIX)/share/vertelzuil/system/$${f##*/}; \
	  sed 's|/usr/local|$(PREFIX)|g' $$f >$$to && \
	  chmod $$([ -x $$f ] && echo 755 || echo 644) $$to || exit 1; \
	done

.PHONY: tests-build fuzz-build fuzz-run
.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

endif
