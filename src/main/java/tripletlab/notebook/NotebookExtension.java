package tripletlab.notebook;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Pictures;

/**
 * Makes results of a cell show by themselves, offline: Tablesaw figures and tables, DJL arrays and
 * images, matrices of Java numbers. The kernel finds it on its class path and installs it.
 */
public final class NotebookExtension implements Extension {
    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";
    private static final int MIN_IMAGE_SIDE = 112; // pixels

    /** Called by the kernel's service loader. */
    public NotebookExtension() {}

    @Override
    public void install(BaseKernel kernel) {
        if (System.getProperty(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, "warn"); // or DJL's log fills the notebook
        }
        ParentWatch.start();
        PrintedText.install(kernel);
        FreedMemory.watch(kernel);
        register(kernel.getRenderer());
    }

    static void register(Renderer renderer) {
        show(renderer, Figure.class, FigureContent.PLOTLY, FigureContent::of);
        show(renderer, Image.class, "image/png", NotebookExtension::content);
        show(renderer, Table.class, "text/html", table -> content(Grid.of(table)));
        show(renderer, NDArray.class, "text/html", array -> content(Grid.of(array)));
        show(renderer, float[][].class, "text/html", rows -> content(Grid.ofMatrix(rows)));
        show(renderer, double[][].class, "text/html", rows -> content(Grid.ofMatrix(rows)));
    }

    private static <T> void show(
            Renderer renderer,
            Class<T> type,
            String preferred,
            Function<T, Map<String, Object>> contents) {
        renderer.createRegistration(type)
                .preferring(MIMEType.parse(preferred))
                .register((value, context) -> render(contents.apply(value), context));
    }

    private static void render(Map<String, Object> contents, RenderContext context) {
        contents.forEach((type, one) -> context.renderIfRequested(MIMEType.parse(type), () -> one));
    }

    private static Map<String, Object> content(Grid grid) {
        return Map.of("text/html", grid.html(), "text/plain", grid.text());
    }

    private static Map<String, Object> content(Image image) {
        String text = "Image %d × %d".formatted(image.getWidth(), image.getHeight());
        return Map.of("image/png", png(image), "text/plain", text);
    }

    /** In Base64, as Jupyter wants it; small ones, such as a digit of 28 × 28, are enlarged. */
    private static String png(Image image) {
        try {
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            image.save(raw, "png");
            BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(raw.toByteArray()));
            int side = Math.max(pixels.getWidth(), pixels.getHeight());
            int factor = Math.max(1, MIN_IMAGE_SIDE / side);
            int width = pixels.getWidth() * factor;
            int height = pixels.getHeight() * factor;
            BufferedImage large = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
            Graphics2D graphics = large.createGraphics();
            graphics.drawImage(pixels, 0, 0, width, height, null);
            graphics.dispose();
            return Pictures.png(large);
        } catch (IOException e) {
            throw new UncheckedIOException("image cannot be written as PNG", e);
        }
    }
}
