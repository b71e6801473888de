package tripletlab.plot;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;

/** Grey images side by side, as one picture. */
public final class ImageSheet {

    private static final int SCALE = 2; // screen pixels for each pixel of an image
    private static final int GAP = 2;

    private ImageSheet() {}

    /**
     * Draws images in rows, black on white as digits are written.
     *
     * @param images (N, 1, H, W), 0 for paper to 1 for ink
     * @param columns images a row, 1 or more
     * @return a picture with each pixel doubled
     * @throws IllegalArgumentException if the shape does not fit, or {@code columns} is below 1
     */
    public static Image of(NDArray images, int columns) {
        Shape shape = Pictures.requireImages("images", images);
        if (columns < 1) {
            throw new IllegalArgumentException("columns is " + columns + ", expected 1 or more");
        }
        float[] ink = images.toType(DataType.FLOAT32, false).toFloatArray();
        int count = (int) shape.get(0);
        int height = (int) shape.get(2);
        int width = (int) shape.get(3);
        int rows = (count + columns - 1) / columns;
        BufferedImage sheet =
                new BufferedImage(
                        columns * (width * SCALE + GAP),
                        rows * (height * SCALE + GAP),
                        BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < sheet.getHeight(); y++) {
            for (int x = 0; x < sheet.getWidth(); x++) {
                int column = x / (width * SCALE + GAP);
                int row = y / (height * SCALE + GAP);
                int image = row * columns + column;
                int left = x % (width * SCALE + GAP) / SCALE;
                int top = y % (height * SCALE + GAP) / SCALE;
                boolean inside = image < count && left < width && top < height;
                float value = inside ? ink[(image * height + top) * width + left] : 0;
                sheet.getRaster().setSample(x, y, 0, Pictures.grey(value));
            }
        }
        return ImageFactory.getInstance().fromImage(sheet);
    }
}
