/* Stands in for `vips copy IN OUT` where a build of libvips has no tool of its own, as npm's has none:
   cc -O2 -o vips-copy bench/vips-copy.c "$OCHRE_LIBVIPS" -Wl,-rpath,"$(dirname "$OCHRE_LIBVIPS")" */
#include <string.h>

int vips_init(const char *program);
void *vips_image_new_from_file(const char *name, ...);
int vips_image_write_to_file(void *image, const char *name, ...);

int main(int count, char **words) {
    if (vips_init(words[0]) != 0) return 1;
    /* vips --version: what starting costs. */
    if (count == 2) return 0;
    if (count != 4 || strcmp(words[1], "copy") != 0) return 2;
    /* As the tool does: pixels go through once, from top to bottom. */
    void *image = vips_image_new_from_file(words[2], "access", 1, (void *)0);
    return image == 0 || vips_image_write_to_file(image, words[3], (void *)0) != 0;
}
