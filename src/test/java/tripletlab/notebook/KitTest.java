package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.training.dataset.Dataset.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One after the other, because a name closes what was kept after it by anyone. */
@Execution(ExecutionMode.SAME_THREAD)
class KitTest {

    private final String test = UUID.randomUUID().toString();
    private final List<String> closed = new ArrayList<>();

    /** Under a name that no other test has. */
    private <T extends AutoCloseable> T keep(String name, T resource) throws Exception {
        return Kit.keep(test + name, resource);
    }

    private AutoCloseable named(String name) {
        return () -> closed.add(name);
    }

    @Test
    void whatIsKeptStaysOpenUntilItsNameComesAgain() throws Exception {
        AutoCloseable manager = named("manager");
        assertSame(manager, keep("manager", manager));
        keep("model", named("model"));
        assertEquals(List.of(), closed);
        keep("model", named("second model"));
        assertEquals(List.of("model"), closed);
    }

    @Test
    void whatWasKeptLaterIsClosedFirst() throws Exception {
        for (String name : List.of("manager", "model", "trainer")) {
            keep(name, named(name));
        }
        keep("manager", named("second manager"));
        assertEquals(List.of("trainer", "model", "manager"), closed);
        keep("trainer", named("second trainer"));
        assertEquals(3, closed.size());
    }

    @Test
    void aResourceThatDoesNotCloseIsLeftBehind() throws Exception {
        keep("model", KitTest::doesNotClose);
        assertThrows(IllegalStateException.class, () -> keep("model", named("second model")));
        keep("model", named("third model"));
        assertEquals(List.of("second model"), closed);
    }

    @Test
    void whatIsBelowAResourceThatDoesNotCloseIsClosed() throws Exception {
        keep("manager", named("manager"));
        keep("model", named("model"));
        keep("trainer", KitTest::doesNotClose);
        assertThrows(IllegalStateException.class, () -> keep("manager", named("second manager")));
        assertEquals(List.of("model", "manager"), closed);
    }

    @Test
    void aResourceThatIsKeptAgainStaysOpen() throws Exception {
        AutoCloseable manager = keep("manager", named("manager"));
        keep("model", named("model"));
        assertSame(manager, keep("manager", manager));
        assertEquals(List.of("model"), closed);
        keep("manager", named("second manager"));
        assertEquals(List.of("model", "manager"), closed);
    }

    @Test
    void digitsStayOpenIfOthersAreRefused() throws Exception {
        Usage unused = Usage.VALIDATION; // by other tests
        Kit.keep(unused + " digits", named("digits"));
        Exception e = assertThrows(IllegalArgumentException.class, () -> Kit.digits(unused, 0));
        assertEquals("items is 0, expected 1 or more", e.getMessage());
        assertEquals(List.of(), closed);
    }

    private static void doesNotClose() {
        throw new IllegalStateException("does not close");
    }

    @Test
    void nullIsRefusedByName() {
        assertEquals(
                "resource is null",
                assertThrows(IllegalArgumentException.class, () -> keep("model", null))
                        .getMessage());
    }
}
