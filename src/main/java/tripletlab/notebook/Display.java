package tripletlab.notebook;

import java.util.Map;

/** Outputs of the cell in which it was opened; each is given as content by MIME type. */
interface Display {

    /** Adds an output and returns its id. */
    String show(Map<String, Object> content);

    /** Replaces an output, also after its cell was interrupted. */
    void update(String id, Map<String, Object> content);

    /** Whether another cell runs now. */
    boolean isGone();
}
