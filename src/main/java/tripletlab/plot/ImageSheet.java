package tripletlab.plot;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import tripletlab.internal.Arguments;
import tripletlab.internal.Pictures;

/** Grey images side by side, as one picture. */
public final class ImageSheet {

    private static final int SCALE = 2; // screen pixels for each pixel of an image
    private static final int GAP = 2;

    private ImageSheet() {}

    /**
     * Draws images in rows, black on white as digits are written.
     *
     * @param images (N, 1, H, W), 0 for paper to 1 for ink; N at least 1
     * @param columns images a row, 1 or more
     * @return a picture with each pixel doubled
     * @throws IllegalArgumentException if the shape does not fit, or {@code columns} is below 1
     */
    public static Image of(NDArray images, int columns) {
        Shape shape = Arguments.requireNonNull("images", images).getShape();
        boolean grey = shape.dimension() == 4 && shape.get(0) > 0 && shape.get(1) == 1;
        Arguments.require(
                grey, "images has shape %s, expected (N, 1, H, W) with N at least 1", shape);
        Arguments.requireAtLeast("columns", columns, 1);
        float[] ink;
        try (NDArray floats = images.toType(DataType.FLOAT32, true)) {
            ink = floats.toFloatArray();
        }
        int count = (int) shape.get(0);
        int height = (int) shape.get(2);
        int width = (int) shape.get(3);
        int cell = width * SCALE + GAP;
        float[][] cells = new float[count][cell * (height * SCALE + GAP)];
        for (int i = 0; i < count; i++) {
            for (int p = 0; p < cells[i].length; p++) {
                int x = p % cell / SCALE;
                int y = p / cell / SCALE;
                if (x < width && y < height) {
                    cells[i][p] = ink[(i * height + y) * width + x];
                }
            }
        }
        return ImageFactory.getInstance().fromImage(Pictures.sheet(cell, columns, cells));
    }
}
