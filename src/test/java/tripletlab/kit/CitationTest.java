package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What CITATION.cff says is what the pom says. */
class CitationTest {

    @Test
    void hasTheVersionAndTheAddressOfThePom() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        String citation = Files.readString(Path.of("CITATION.cff"));
        assertEquals(
                found(pom, "<artifactId>tripletlab</artifactId>\\s*<version>([^<]+)"),
                found(citation, "(?m)^version: (\\S+)$"));
        assertEquals(
                found(pom, "<scm>\\s*<url>([^<]+)"),
                found(citation, "(?m)^repository-code: (\\S+)$"));
        assertEquals(
                found(pom, "<license>\\s*<name>([^<]+)"), found(citation, "(?m)^license: (\\S+)$"));
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }
}
