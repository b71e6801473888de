package tripletlab.plot;

import tripletlab.internal.Arguments;

/** Texts in plotly.js's way, which reads each as a little HTML and skips line breaks. */
final class PlotlyText {
    private PlotlyText() {}

    /** What plotly.js shows as the text is given. */
    static String of(String name, String text) {
        return breaks(
                Arguments.requireNonNull(name, text)
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;"));
    }

    static String[] of(String name, String[] texts) {
        String[] all = new String[texts.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = of(name + "[" + i + "]", texts[i]);
        }
        return all;
    }

    /** Line breaks as plotly.js knows them. */
    static String breaks(String text) {
        return text.replaceAll("\r\n|[\n\r]", "<br>");
    }

    /** How many letters the longest line has on the screen. */
    static int width(String plotlyText) {
        int most = 0;
        for (String line : plotlyText.split("<br>")) {
            most = Math.max(most, line.replaceAll("&\\w+;", "&").length());
        }
        return most;
    }
}
