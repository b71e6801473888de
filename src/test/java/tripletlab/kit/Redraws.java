package tripletlab.kit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long a reader waits, from moving a control to the next figure on the screen. */
final class Redraws {
    private static final int MOVES = 7;
    private static final int PAUSE = 400;

    private Redraws() {}

    /** From now on notes how long each move in a cell waits for new outputs below its controls. */
    static void watch(LabPage page, int cell) {
        page.script(
                """
                window.redraws = [];
                let pressed = 0;
                const drawn = () => {
                  if (pressed) window.redraws.push(Math.round(performance.now() - pressed));
                  pressed = 0;
                };
                // The figure is drawn before the next frame, and seen with it.
                const frames = () => requestAnimationFrame(() => requestAnimationFrame(drawn));
                const area = cell(arguments[0]);
                const press = () => pressed = performance.now();
                area.addEventListener('keydown', press, true); // of a slider
                area.addEventListener('change', press, true); // of a menu
                new MutationObserver(changes => {
                  if (changes.some(c => c.addedNodes.length)) frames();
                }).observe(area.querySelector('.tripletlab-view .jp-OutputArea'),
                  { childList: true });
                """,
                cell);
    }

    /** What was noted, in milliseconds. */
    @SuppressWarnings("unchecked")
    static List<Long> noted(LabPage page) {
        return (List<Long>) page.script("return window.redraws;");
    }

    /**
     * Moves each control of a cell in turn, to another value each time. Those that only tell what a
     * button shall do redraw nothing.
     */
    static Map<String, List<Long>> ofEach(LabPage page, int cell) throws InterruptedException {
        Map<String, List<Long>> taken = new LinkedHashMap<>();
        page.scrollTo(cell);
        watch(page, cell);
        for (int control = 0; control < page.controls(cell).size(); control++) {
            page.script("window.redraws.length = 0;");
            for (int i = 0; i < MOVES; i++) {
                LabPage.move(page.controls(cell).get(control));
                Thread.sleep(PAUSE);
            }
            taken.put("control " + (control + 1), noted(page));
        }
        return taken;
    }
}
