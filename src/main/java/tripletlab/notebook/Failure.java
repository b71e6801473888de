package tripletlab.notebook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An exception as a reader of a notebook sees it. */
final class Failure {
    private static final int FRAMES = 8;

    private Failure() {}

    /** Each exception of the chain, with where it was thrown. */
    static List<String> lines(Throwable problem) {
        List<String> lines = new ArrayList<>();
        String intro = "";
        for (Throwable t = problem; t != null && lines.size() < 50; t = t.getCause()) {
            lines.add(intro + t);
            Arrays.stream(t.getStackTrace())
                    .limit(FRAMES)
                    .forEach(frame -> lines.add("    at " + frame));
            intro = "Caused by: ";
        }
        return lines;
    }
}
