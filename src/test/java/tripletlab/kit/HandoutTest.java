package tripletlab.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The handout as it is committed: a page, and its print. */
class HandoutTest {

    private static final Path PAGE = Notebook.FOLDER.resolve("handout.html");
    private static final Path PRINT = Notebook.FOLDER.resolve("handout.pdf");

    private static final Pattern BOX = Pattern.compile("/MediaBox \\[0 0 ([.\\d]+) ([.\\d]+)]");

    @Test
    void needsNothingButItself() throws Exception {
        String page = Files.readString(PAGE);
        for (String outside : List.of("http", "src=", "<link", "@import", "url(", "<script")) {
            assertFalse(page.contains(outside), outside);
        }
    }

    @Test
    void isPrintedOnTwoPagesOfA4() throws Exception {
        List<MatchResult> boxes = BOX.matcher(print()).results().toList();
        assertEquals(2, boxes.size(), "pages");
        for (MatchResult box : boxes) { // 210 × 297 mm in points
            assertEquals(595, Double.parseDouble(box.group(1)), 1, box.group());
            assertEquals(842, Double.parseDouble(box.group(2)), 1, box.group());
        }
    }

    @Test
    void isPrintedFromThePageAsItIs() throws Exception {
        byte[] page = Files.readString(PAGE).replace("\r\n", "\n").getBytes(UTF_8);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(page);
        String stamp = HexFormat.of().formatHex(hash).substring(0, 16);
        assertTrue(print().contains(stamp), "the page has changed: run .ci/handout");
    }

    /** The text of a PDF's objects; their contents are compressed. */
    private static String print() throws Exception {
        return Files.readString(PRINT, ISO_8859_1);
    }
}
