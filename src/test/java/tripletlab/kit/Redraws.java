package tripletlab.kit;

import java.util.List;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** How long a reader waits, from the key that moves a control to the next figure on the screen. */
final class Redraws {
    private static final int KEYS = 9;
    private static final int PAUSE = 400;

    private Redraws() {}

    /** From now on notes how long each key in a cell waits for new outputs below its controls. */
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
                area.addEventListener('keydown', () => pressed = performance.now(), true);
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

    /** Moves a cell's first control to and fro. */
    static List<Long> of(LabPage page, int cell) throws InterruptedException {
        watch(page, cell);
        String controls = ".noUi-handle, .jp-OutputArea select";
        for (int i = 0; i < KEYS; i++) {
            WebElement control = page.find(cell, controls);
            boolean menu = control.getTagName().equals("select");
            control.sendKeys(key(menu, i % 2 == 0));
            Thread.sleep(PAUSE);
        }
        return noted(page);
    }

    private static Keys key(boolean menu, boolean even) {
        if (menu) {
            return even ? Keys.END : Keys.HOME;
        }
        return even ? Keys.ARROW_RIGHT : Keys.ARROW_LEFT;
    }
}
