#include "decode.h"

#include <sndfile.h>
#include <string.h>

#define CHANNELS_MAX 8
#define FRAMES 1024

static int16_t mixed(const float *frame, int channels) {
    float sum = 0;
    for (int i = 0; i < channels; i++) {
        sum += frame[i];
    }
    sum = sum / (float)channels * 32767;
    return sum > 32767 ? 32767 : sum < -32768 ? -32768 : (int16_t)sum;
}

static enum vz_status decode(SNDFILE *file, const SF_INFO *info,
                             const struct vz_decode_sink *sink) {
    float frames[FRAMES * CHANNELS_MAX];
    int16_t samples[FRAMES];
    int channels = info->channels;
    if (channels < 1 || channels > CHANNELS_MAX || info->samplerate < 1000 ||
        info->samplerate > 384000) {
        return VZ_UNSUPPORTED;
    }
    bool on = sink->begin(info->samplerate, sink->userdata);
    while (on) {
        sf_count_t n = sf_readf_float(file, frames, FRAMES);
        for (sf_count_t i = 0; i < n; i++) {
            samples[i] = mixed(frames + i * channels, channels);
        }
        on = n > 0 && sink->samples(samples, (size_t)n, sink->userdata);
    }
    explicit_bzero(frames, sizeof(frames));
    explicit_bzero(samples, sizeof(samples));
    return VZ_OK;
}

static enum vz_status decode_and_close(SNDFILE *file, const SF_INFO *info,
                                       const struct vz_decode_sink *sink) {
    if (!file) {
        return VZ_NOT_FOUND;
    }
    enum vz_status status = decode(file, info, sink);
    sf_close(file);
    return status;
}

enum vz_status vz_decode_file(const char *path,
                              const struct vz_decode_sink *sink) {
    SF_INFO info = {0};
    SNDFILE *file = sf_open(path, SFM_READ, &info);
    return decode_and_close(file, &info, sink);
}

// ---------------------------------------------------------------- in memory
struct reader {
    const char *bytes;
    sf_count_t len, at;
};

static sf_count_t reader_len(void *userdata) {
    return ((struct reader *)userdata)->len;
}

static sf_count_t reader_seek(sf_count_t offset, int whence, void *userdata) {
    struct reader *reader = userdata;
    sf_count_t from = whence == SEEK_SET   ? 0
                      : whence == SEEK_CUR ? reader->at
                                           : reader->len;
    sf_count_t to = from + offset;
    reader->at = to < 0 ? 0 : to > reader->len ? reader->len : to;
    return reader->at;
}

static sf_count_t reader_read(void *out, sf_count_t n, void *userdata) {
    struct reader *reader = userdata;
    sf_count_t left = reader->len - reader->at;
    n = n < left ? n : left;
    memcpy(out, reader->bytes + reader->at, (size_t)n);
    reader->at += n;
    return n;
}

static sf_count_t reader_tell(void *userdata) {
    return ((struct reader *)userdata)->at;
}

enum vz_status vz_decode_bytes(const void *bytes, size_t len,
                               const struct vz_decode_sink *sink) {
    struct reader reader = {bytes, (sf_count_t)len, 0};
    SF_VIRTUAL_IO io = {.get_filelen = reader_len,
                        .seek = reader_seek,
                        .read = reader_read,
                        .tell = reader_tell};
    SF_INFO info = {0};
    SNDFILE *file = sf_open_virtual(&io, SFM_READ, &info, &reader);
    return decode_and_close(file, &info, sink);
}
