package tripletlab.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import tripletlab.internal.Arguments;

/** Grey images out of a batch, black on white as digits are written. */
final class Pictures {
    private Pictures() {}

    /** The images' shape (N, 1, H, W), with N at least 1. */
    static Shape requireImages(String name, NDArray images) {
        Shape shape = Arguments.requireNonNull(name, images).getShape();
        if (shape.dimension() != 4 || shape.get(0) == 0 || shape.get(1) != 1) {
            throw new IllegalArgumentException(
                    name + " has shape " + shape + ", expected (N, 1, H, W) with N at least 1");
        }
        return shape;
    }

    /** The grey of ink, 0 for none to 1 for full: 255 to 0. */
    static int grey(float ink) {
        return Math.round(255 * (1 - Math.max(0, Math.min(1, ink))));
    }

    /** One image of a batch (N, 1, H, W) as the address of a PNG that holds its own data. */
    static String address(NDArray images, int index) {
        int width = (int) images.getShape().get(3);
        try (NDArray image = images.get(index);
                NDArray floats = image.toType(DataType.FLOAT32, true)) {
            return address(floats.toFloatArray(), width);
        }
    }

    /** An image row by row as the address of a PNG that holds its own data. */
    static String address(float[] ink, int width) {
        BufferedImage picture =
                new BufferedImage(width, ink.length / width, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < ink.length; i++) {
            picture.getRaster().setSample(i % width, i / width, 0, grey(ink[i]));
        }
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(picture, "png", png);
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("image cannot be written as PNG", e);
        }
    }
}
