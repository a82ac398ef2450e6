/* Writes the PNG fixtures of PngReaderTests with libpng: every bit depth and colour type, plain and interlaced, then single filters.
   cc make-fixtures.c -lpng -o make-fixtures && ./make-fixtures */
#include <png.h>
#include <stdio.h>

enum { WIDTH = 21, HEIGHT = 10 };

/* The sample that PngReaderTests expects at column x, row y, channel c. */
static unsigned sample(int x, int y, int c, int depth) {
    return (unsigned)(x * 1237 + y * 4391 + c * 7919 + x * y * 311) & ((1u << depth) - 1);
}

static void write_png(const char *name, int depth, int type, int channels, int interlace, int filters) {
    FILE *file = fopen(name, "wb");
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, file);
    png_set_IHDR(png, info, WIDTH, HEIGHT, depth, type, interlace, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_filter(png, 0, filters);
    png_set_compression_level(png, 9);
    if (type == PNG_COLOR_TYPE_PALETTE) {
        png_color palette[256];
        for (int i = 0; i < 1 << depth; i++)
            palette[i] = (png_color){(png_byte)(i * 3), (png_byte)(255 - i), (png_byte)(i * 7)};
        png_set_PLTE(png, info, palette, 1 << depth);
    }
    png_write_info(png, info);

    static png_byte rows[HEIGHT][WIDTH * 8];
    png_bytep pointers[HEIGHT];
    for (int y = 0; y < HEIGHT; y++) {
        pointers[y] = rows[y];
        for (int i = 0; i < WIDTH * 8; i++)
            rows[y][i] = 0;
        for (int x = 0; x < WIDTH; x++)
            for (int c = 0; c < channels; c++) {
                unsigned value = sample(x, y, c, depth);
                int i = x * channels + c;
                if (depth == 16) {
                    rows[y][2 * i] = (png_byte)(value >> 8);
                    rows[y][2 * i + 1] = (png_byte)value;
                } else if (depth == 8) {
                    rows[y][i] = (png_byte)value;
                } else {
                    rows[y][i * depth / 8] |= (png_byte)(value << (8 - depth - i * depth % 8));
                }
            }
    }
    png_write_image(png, pointers);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    fclose(file);
}

int main(void) {
    static const struct { const char *name; int type, channels, depths; } formats[] = {
        {"grey", PNG_COLOR_TYPE_GRAY, 1, 1 | 2 | 4 | 8 | 16},
        {"palette", PNG_COLOR_TYPE_PALETTE, 1, 1 | 2 | 4 | 8},
        {"greyalpha", PNG_COLOR_TYPE_GRAY_ALPHA, 2, 8 | 16},
        {"rgb", PNG_COLOR_TYPE_RGB, 3, 8 | 16},
        {"rgba", PNG_COLOR_TYPE_RGB_ALPHA, 4, 8 | 16},
    };
    static const struct { const char *name; int filter; } filters[] = {
        {"sub", PNG_FILTER_SUB}, {"up", PNG_FILTER_UP}, {"average", PNG_FILTER_AVG}, {"paeth", PNG_FILTER_PAETH},
    };
    char name[64];
    for (int f = 0; f < 5; f++)
        for (int depth = 1; depth <= 16; depth *= 2) {
            if (!(formats[f].depths & depth))
                continue;
            snprintf(name, sizeof name, "%s%d.png", formats[f].name, depth);
            write_png(name, depth, formats[f].type, formats[f].channels, PNG_INTERLACE_NONE, PNG_ALL_FILTERS);
            snprintf(name, sizeof name, "%s%d-interlaced.png", formats[f].name, depth);
            write_png(name, depth, formats[f].type, formats[f].channels, PNG_INTERLACE_ADAM7, PNG_ALL_FILTERS);
            for (int k = 0; k < 4 && depth >= 8 && formats[f].type != PNG_COLOR_TYPE_PALETTE; k++) {
                snprintf(name, sizeof name, "%s%d-%s.png", formats[f].name, depth, filters[k].name);
                write_png(name, depth, formats[f].type, formats[f].channels, PNG_INTERLACE_NONE, filters[k].filter);
            }
        }
    return 0;
}
