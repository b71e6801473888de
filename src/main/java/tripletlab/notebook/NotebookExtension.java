package tripletlab.notebook;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.function.Function;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

/**
 * Makes results of a cell show by themselves, offline: Tablesaw figures and tables, DJL arrays and
 * images, matrices of Java numbers. The kernel finds it on its class path and installs it.
 */
public final class NotebookExtension implements Extension {
    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

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
        MIMEType plotly = MIMEType.parse(PlotlyJson.MIME_TYPE);
        renderer.createRegistration(Figure.class)
                .preferring(plotly)
                .register(NotebookExtension::showFigure);
        renderer.createRegistration(Image.class)
                .preferring(MIMEType.IMAGE_PNG)
                .register(NotebookExtension::showImage);
        grid(renderer, Table.class, TableGrid::of);
        grid(renderer, NDArray.class, ArrayGrid::of);
        grid(renderer, float[][].class, ArrayGrid::of);
        grid(renderer, double[][].class, ArrayGrid::of);
    }

    private static <T> void grid(Renderer renderer, Class<T> type, Function<T, ValueGrid> grid) {
        renderer.createRegistration(type)
                .preferring(MIMEType.TEXT_HTML)
                .register(
                        (value, context) -> {
                            ValueGrid values = grid.apply(value);
                            context.renderIfRequested(MIMEType.TEXT_HTML, values::html);
                            context.renderIfRequested(MIMEType.TEXT_PLAIN, values::text);
                        });
    }

    private static void showFigure(Figure figure, RenderContext context) {
        Map<String, Object> plotly = PlotlyJson.of(figure);
        MIMEType type = MIMEType.parse(PlotlyJson.MIME_TYPE);
        context.renderIfRequested(type, () -> plotly);
        context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> FigureSummary.of(plotly));
    }

    private static void showImage(Image image, RenderContext context) {
        context.renderIfRequested(MIMEType.IMAGE_PNG, () -> PngImage.base64(image));
        context.renderIfRequested(
                MIMEType.TEXT_PLAIN,
                () -> "Image %d × %d".formatted(image.getWidth(), image.getHeight()));
    }
}
