#include "encode.h"

#include "base/log.h"

#include <opusenc.h>
#include <stdlib.h>

#define BITS_A_SECOND 24000
#define ROOM_A_SECOND 5000 // bytes: more than any second of speech takes
#define ROOM_FIRST 16384   // headers
// Half a second at the encoder's own 48 kHz: how much a page holds at most.
#define PAGE 24000

struct vz_encoder {
    OggOpusEnc *opus;
    struct vz_strbuf *out;
    bool fed; // something was written
};

static int write_page(void *userdata, const unsigned char *bytes,
                      opus_int32 len) {
    struct vz_encoder *encoder = userdata;
    vz_strbuf_append_n(encoder->out, (const char *)bytes, (size_t)len);
    return encoder->out->failed;
}

static int close_file(void *userdata) {
    return 0;
}

static OggOpusEnc *open_opus(struct vz_encoder *encoder, int rate) {
    static const OpusEncCallbacks callbacks = {write_page, close_file};
    OggOpusComments *comments = ope_comments_create();
    int error = OPE_ALLOC_FAIL;
    OggOpusEnc *opus =
        comments ? ope_encoder_create_callbacks(&callbacks, encoder, comments,
                                                rate, 1, 0, &error)
                 : NULL;
    if (comments) {
        ope_comments_destroy(comments);
    }
    if (!opus) {
        LOGE("A recording could not be begun: %s.", ope_strerror(error));
        return NULL;
    }
    ope_encoder_ctl(opus, OPUS_SET_BITRATE(BITS_A_SECOND));
    ope_encoder_ctl(opus, OPUS_SET_SIGNAL(OPUS_SIGNAL_VOICE));
    ope_encoder_ctl(opus, OPE_SET_DECISION_DELAY(0));
    ope_encoder_ctl(opus, OPE_SET_MUXING_DELAY(PAGE));
    return opus;
}

struct vz_encoder *vz_encoder_create(struct vz_strbuf *out, int rate,
                                     int seconds) {
    struct vz_encoder *encoder = calloc(1, sizeof(*encoder));
    size_t room = ROOM_FIRST + (size_t)seconds * ROOM_A_SECOND;
    if (!encoder || !vz_strbuf_reserve(out, room)) {
        LOG_OOM();
        free(encoder);
        return NULL;
    }
    encoder->out = out;
    encoder->opus = open_opus(encoder, rate);
    if (!encoder->opus) {
        free(encoder);
        return NULL;
    }
    return encoder;
}

bool vz_encoder_write(struct vz_encoder *encoder, const int16_t *samples,
                      size_t n) {
    int error = ope_encoder_write(encoder->opus, samples, (int)n);
    encoder->fed = encoder->fed || n > 0;
    if (error != OPE_OK) {
        LOGE("A recording could not go on: %s.", ope_strerror(error));
    }
    return error == OPE_OK;
}

bool vz_encoder_end(struct vz_encoder *encoder) {
    if (!encoder) {
        return false;
    }
    // The library cannot complete a file without any sound: it would abort.
    if (!encoder->fed) {
        vz_encoder_write(encoder, &(int16_t){0}, 1);
    }
    int error = ope_encoder_drain(encoder->opus);
    if (error != OPE_OK) {
        LOGE("A recording could not be completed: %s.", ope_strerror(error));
    }
    ope_encoder_destroy(encoder->opus);
    free(encoder);
    return error == OPE_OK;
}
