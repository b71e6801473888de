package tripletlab.plot;

import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Margin;
import tripletlab.internal.Arguments;

/** What the layouts of all figures have in common. */
final class Layouts {
    static final int WIDTH = 800;

    private Layouts() {}

    /** A figure in the plane, with room for the titles of both axes. */
    static Layout.LayoutBuilder plane(String title, int height) {
        return titled(title, height, 80, 30, 60, 60);
    }

    /** An axis with a faint line at 0. */
    static Axis.AxisBuilder axis(String title) {
        return Axis.builder()
                .title(Arguments.requireNonNull("axis title", title))
                .zeroLineColor("#cccccc");
    }

    /** A figure with a margin of its own. */
    static Layout.LayoutBuilder titled(
            String title, int height, int left, int right, int top, int bottom) {
        return Layout.builder(Arguments.requireNonNull("title", title))
                .width(WIDTH)
                .height(height)
                .margin(Margin.builder().left(left).right(right).top(top).bottom(bottom).build())
                .showLegend(true);
    }
}
