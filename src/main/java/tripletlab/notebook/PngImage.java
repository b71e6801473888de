package tripletlab.notebook;

import ai.djl.modality.cv.Image;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** An image as PNG; small ones, such as a digit of 28 × 28, are enlarged to be seen. */
final class PngImage {
    private static final int LEAST_SIDE = 112;

    private PngImage() {}

    /** The image in Base64, as Jupyter wants it. */
    static String base64(Image image) {
        try {
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            image.save(raw, "png");
            BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(raw.toByteArray()));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(enlarged(pixels), "png", out);
            return Base64.getEncoder().encodeToString(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("image cannot be written as PNG", e);
        }
    }

    private static BufferedImage enlarged(BufferedImage image) {
        int side = Math.max(image.getWidth(), image.getHeight());
        int factor = Math.max(1, LEAST_SIDE / side);
        int width = image.getWidth() * factor;
        int height = image.getHeight() * factor;
        BufferedImage large = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = large.createGraphics();
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return large;
    }
}
