#include "erasure_log.h"

#include "base/file.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOG_MAX ((size_t)256 * 1024 * 1024)
#define LINE_SIZE 128

static const char *const kinds[] = {"instance", "withdrawal"};
#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

bool vz_erasure_is_hash(const char *text) {
    return strlen(text) == VZ_SHA256_HEX - 1 &&
           strspn(text, "0123456789abcdef") == VZ_SHA256_HEX - 1;
}

enum vz_status vz_erasure_log_append(const char *path,
                                     const struct vz_erasure_line *line) {
    char text[LINE_SIZE];
    int len = snprintf(text, sizeof(text), "%s %s %s\n", line->at,
                       kinds[line->kind], line->hash);
    enum vz_status status = vz_file_append(path, text, (size_t)len);
    if (status != VZ_OK) {
        LOGE("the erasure log %s cannot be written: %s", path,
             vz_status_text(status));
    }
    return status;
}

static bool parse_line(const char *text, size_t len,
                       struct vz_erasure_line *line) {
    char copy[LINE_SIZE], kind[16], hash[VZ_SHA256_HEX + 1];
    if (len >= sizeof(copy)) {
        return false;
    }
    memcpy(copy, text, len);
    copy[len] = '\0';
    if (sscanf(copy, "%31s %15s %65s", line->at, kind, hash) != 3 ||
        !vz_erasure_is_hash(hash)) {
        return false;
    }
    memcpy(line->hash, hash, sizeof(line->hash));
    for (size_t i = 0; i < N_KINDS; i++) {
        if (!strcmp(kind, kinds[i])) {
            line->kind = (enum vz_erasure_kind)i;
            return true;
        }
    }
    return false;
}

static enum vz_status parse(const char *text, const char *path,
                            struct vz_erasure_lines *lines) {
    for (int number = 1; *text; number++) {
        size_t len = strcspn(text, "\n");
        struct vz_erasure_line line;
        bool whole = text[len] == '\n';
        if (whole && parse_line(text, len, &line)) {
            if (!vz_grow(&lines->items, &lines->cap, lines->n, sizeof(line))) {
                return VZ_NOMEM;
            }
            lines->items[lines->n++] = line;
        } else if (len) {
            LOGW("%s, line %d: this is no erasure; passed over", path, number);
        }
        text += len + (whole ? 1 : 0);
    }
    return VZ_OK;
}

enum vz_status vz_erasure_log_read(const char *path,
                                   struct vz_erasure_lines *lines) {
    *lines = (struct vz_erasure_lines){0};
    struct vz_strbuf text = {0};
    enum vz_status status = vz_file_read(path, LOG_MAX, &text);
    if (status == VZ_NOT_FOUND) {
        return VZ_OK;
    }
    if (status == VZ_OK) {
        status = parse(vz_strbuf_text(&text), path, lines);
    }
    if (status == VZ_OK && text.len && text.data[text.len - 1] != '\n') {
        status = vz_file_append(path, "\n", 1);
    }
    if (status != VZ_OK) {
        LOGE("the erasure log %s cannot be read: %s", path,
             vz_status_text(status));
        free(lines->items);
        *lines = (struct vz_erasure_lines){0};
    }
    vz_strbuf_finish(&text);
    return status;
}
