namespace Microsoft.ML.MultiTask.Reporting.Pictures;

/// <summary>A 5 x 7 pixel font for captions: capitals, digits and a few signs. Other characters are drawn as a box.</summary>
internal static class PixelFont
{
    /// <summary>The height of a letter at scale 1, pixels.</summary>
    public const int Height = 7;

    private const int Width = 5;
    private const int Advance = Width + 1;

    // Each group is a line of characters followed by their pixels.
    private static readonly string[] s_sheet =
    [
        "ABCDEFGHIJKLM",
        " ###  ####   #### ####  ##### #####  #### #   #  ###    ### #   # #     #   # ",
        "#   # #   # #     #   # #     #     #     #   #   #      #  #  #  #     ## ## ",
        "#   # #   # #     #   # #     #     #     #   #   #      #  # #   #     # # # ",
        "##### ####  #     #   # ####  ####  #  ## #####   #      #  ##    #     # # # ",
        "#   # #   # #     #   # #     #     #   # #   #   #      #  # #   #     #   # ",
        "#   # #   # #     #   # #     #     #   # #   #   #   #  #  #  #  #     #   # ",
        "#   # ####   #### ####  ##### #      #### #   #  ###   ##   #   # ##### #   # ",
        "NOPQRSTUVWXYZ",
        "#   #  ###  ####   ###  ####   #### ##### #   # #   # #   # #   # #   # ##### ",
        "##  # #   # #   # #   # #   # #       #   #   # #   # #   # #   # #   #     # ",
        "# # # #   # #   # #   # #   # #       #   #   # #   # #   #  # #   # #     #  ",
        "# # # #   # ####  #   # ####   ###    #   #   # #   # # # #   #     #     #   ",
        "#  ## #   # #     # # # # #       #   #   #   # #   # # # #  # #    #    #    ",
        "#   # #   # #     #  #  #  #      #   #   #   #  # #  ## ## #   #   #   #     ",
        "#   #  ###  #      ## # #   # ####    #    ###    #   #   # #   #   #   ##### ",
        "0123456789.,-",
        " ###    #    ###  ####     #  #####  ###  #####  ###   ###                    ",
        "#   #  ##   #   #     #   ##  #     #         # #   # #   #                   ",
        "#  ##   #       #     #  # #  ####  #        #  #   # #   #                   ",
        "# # #   #      #   ###  #  #      # ####    #    ###   ####             ##### ",
        "##  #   #     #       # #####     # #   #   #   #   #     #                   ",
        "#   #   #    #        #    #  #   # #   #   #   #   #     #  ##    ##         ",
        " ###   ###  ##### ####     #   ###   ###    #    ###   ###   ##     #         ",
        "_/:()%+<>#= ?",
        "          #         #   #   ##  #            #   #     # #               ###  ",
        "          #   ##   #     #  ## #    #       #     #    # #              #   # ",
        "         #    ##  #       #    #    #      #       #  ##### #####           # ",
        "        #         #       #   #   #####   #         #  # #                 #  ",
        "       #      ##  #       #  #      #      #       #  ##### #####         #   ",
        "      #       ##   #     #   # ##   #       #     #    # #                    ",
        "##### #             #   #   #  ##            #   #     # #                #   ",
    ];

    /// <summary>Draws text, clipped to the image.</summary>
    /// <param name="image">The image to draw on.</param>
    /// <param name="left">The text's left edge, pixels.</param>
    /// <param name="top">The text's upper edge, pixels.</param>
    /// <param name="text">The text; lower-case letters become capitals.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="scale">The size of a font pixel, in pixels of the image.</param>
    public static void Write(RgbImage image, int left, int top, string text, RgbColor color, int scale)
    {
        var pixels = image.Pixels;
        for (var i = 0; i < text.Length; i++)
        {
            for (var y = 0; y < Height * scale; y++)
            {
                for (var x = 0; x < Width * scale; x++)
                {
                    var (column, row) = (left + (i * Advance * scale) + x, top + y);
                    if (column < image.Width && row < image.Height && IsInk(char.ToUpperInvariant(text[i]), x / scale, y / scale))
                        pixels[(row * image.Width) + column] = color;
                }
            }
        }
    }

    private static bool IsInk(char letter, int x, int y)
    {
        for (var group = 0; group < s_sheet.Length; group += 1 + Height)
        {
            if (s_sheet[group].IndexOf(letter) is var place and >= 0)
                return s_sheet[group + 1 + y][(place * Advance) + x] == '#';
        }
        return x is 0 or Width - 1 || y is 0 or Height - 1;
    }
}
