#include "shot.h"

#include <SDL_image.h>

bool vz_shot_save(SDL_Surface *surface, const char *path) {
    return surface && IMG_SavePNG(surface, path) == 0;
}
