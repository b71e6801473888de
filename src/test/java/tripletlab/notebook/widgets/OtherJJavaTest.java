package tripletlab.notebook.widgets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.history.HistoryManager;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A kernel of the JJava that the tests compile against, which is not the one that is pinned. */
class OtherJJavaTest {

    @Test
    void theNeededOneIsThePinnedOne() throws Exception {
        String pinned = Files.readString(Path.of("binder", "requirements.in"));
        assertTrue(pinned.contains("jjava==" + Host.JJAVA.replace("-", "") + " "), pinned);
    }

    @Test
    void controlsSayWhichVersionIsThereAndWhichIsNeeded() {
        Control margin = Control.slider("margin", 0, 2, 0.05, 1);
        OtherKernel kernel = new OtherKernel();
        kernel.installNotebookKernel();
        try {
            Exception e =
                    assertThrows(
                            IllegalStateException.class,
                            () -> Interact.with(margin).show(values -> ""));
            assertEquals(
                    "controls need JJava 1.0-a8, but this kernel is JJava 1.0-a6; python3"
                            + " binder/lab.py starts the right one",
                    e.getMessage());
        } finally {
            kernel.uninstallNotebookKernel();
        }
        Exception e =
                assertThrows(
                        IllegalStateException.class,
                        () -> Interact.with(margin).show(values -> ""));
        assertEquals("controls are shown in a notebook, and none runs", e.getMessage());
    }

    @Test
    void withTheNeededOneALinkageErrorIsTheReadersOwn() {
        LinkageError own = new NoClassDefFoundError("Mine");
        Executable asked = () -> Host.unavailable(own, Host.JJAVA);
        assertSame(own, assertThrows(NoClassDefFoundError.class, asked));
        Exception e = Host.unavailable(own, "1.0-a6");
        assertTrue(e.getMessage().startsWith("controls need JJava 1.0-a8"), e.getMessage());
        assertSame(own, e.getCause());
    }

    /** Its display stream keeps no cell where it is looked for. */
    private static final class OtherKernel extends BaseKernel {

        OtherKernel() {
            super(
                    "other",
                    "1",
                    new LanguageInfo.Builder("java").build(),
                    List.of(),
                    new HistoryManager() {},
                    new JupyterIO(StandardCharsets.UTF_8),
                    new CommManager(),
                    new Renderer(),
                    new MagicParser("%", "%%", null),
                    new MagicsRegistry(),
                    false,
                    new StringStyler("", "", "", line -> ""));
        }

        @Override
        protected void installNotebookKernel() {
            super.installNotebookKernel();
        }

        @Override
        protected void uninstallNotebookKernel() {
            super.uninstallNotebookKernel();
        }

        @Override
        public Object evalRaw(String code) {
            return null;
        }

        @Override
        public DisplayData inspect(String code, int at, boolean extraDetail) {
            return null;
        }

        @Override
        public ReplacementOptions complete(String code, int at) {
            return null;
        }

        @Override
        public String isComplete(String code) {
            return null;
        }
    }
}
