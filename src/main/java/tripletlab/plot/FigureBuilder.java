package tripletlab.plot;

import java.util.Map;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;
import tripletlab.plot.parts.PlotlyFigure;

/**
 * What can be set of every figure in the plane: its title, and those of its axes.
 *
 * @param <B> the builder of the figure itself
 */
public abstract class FigureBuilder<B extends FigureBuilder<B>> {
    String title;
    String xTitle;
    String yTitle;

    FigureBuilder(String title, String xTitle, String yTitle) {
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
    }

    /**
     * Sets the title.
     *
     * @param value what is shown
     */
    public B optTitle(String value) {
        title = Arguments.requireNonNull("title", value);
        return self();
    }

    /**
     * Sets the title of the x axis.
     *
     * @param value what x is, with its unit
     */
    public B optXTitle(String value) {
        xTitle = Arguments.requireNonNull("xTitle", value);
        return self();
    }

    /**
     * Sets the title of the y axis.
     *
     * @param value what y is, with its unit
     */
    public B optYTitle(String value) {
        yTitle = Arguments.requireNonNull("yTitle", value);
        return self();
    }

    /**
     * Draws the figure.
     *
     * @return a figure of 800 pixels width
     * @throws IllegalArgumentException if something is missing, or does not fit the rest
     */
    public abstract Figure build();

    @SuppressWarnings("unchecked")
    private B self() {
        return (B) this;
    }

    /** A figure with these titles, and what else is to be said of its axes. */
    PlotlyFigure plane(int height, Map<String, Object> x, Map<String, Object> y) {
        return new PlotlyFigure(title, height).axis("xaxis", xTitle, x).axis("yaxis", yTitle, y);
    }
}
