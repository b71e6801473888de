package tripletlab.notebook.widgets;

import java.util.Map;
import tripletlab.notebook.Display;

/**
 * What a cell shows where its controls cannot be: a line with their first values, above the view
 * for these values.
 *
 * <p>Both stay in the cell's outputs below the controls. The style sheet shows one or the other: as
 * long as the controls work, the line is hidden, and the view too once the controls have drawn one
 * of their own; where they do not work, JupyterLab's complaint about it is hidden.
 */
final class StaticFallback {
    /** CSS classes of the widgets. */
    static final String PANEL = "tripletlab-panel";

    static final String FIGURE = "tripletlab-view";
    static final String MESSAGES = "tripletlab-messages";

    private static final String HTML =
            """
            <style>
            .jp-OutputArea-child:has(> .jp-OutputArea-output.lm-Panel)\
            :not(:has(.tripletlab-panel)):has(+ .jp-OutputArea-child .tripletlab-values),
            .jp-OutputArea-child:has(.tripletlab-panel)\
             + .jp-OutputArea-child:has(.tripletlab-values),
            .jp-OutputArea-child:has(.tripletlab-panel .tripletlab-view .jp-OutputArea-child)\
             ~ .jp-OutputArea-child { display: none }
            </style>
            <div class="tripletlab-values mathjax_ignore">%s</div>""";

    private StaticFallback() {}

    /** The line, such as "margin = 0.50 · miner = semi-hard". */
    static Map<String, Object> content(String values) {
        return invitation(values.isEmpty() ? "" : values + " (run this cell to change it)");
    }

    /** Any line. */
    static Map<String, Object> invitation(String line) {
        return Map.of("text/html", HTML.replace("%s", Display.escape(line)), "text/plain", line);
    }
}
