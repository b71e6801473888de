package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A notebook open in JupyterLab, seen through the browser. */
final class LabPage implements AutoCloseable {

    private static final Path SCREENSHOTS = Lab.targetFolder("screenshots");
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration REDRAW = Duration.ofSeconds(5);

    private static final String CONTROLS = ".noUi-handle, .jp-OutputArea select";

    private final ChromeDriver browser;

    private LabPage(ChromeDriver browser) {
        this.browser = browser;
    }

    /** Opens a notebook in a new browser and waits for its kernel. */
    static LabPage open(String address) {
        LabPage page = new LabPage(Browser.start());
        try {
            page.browser.get(address);
            page.awaitKernel();
            return page;
        } catch (RuntimeException | AssertionError e) {
            page.close();
            throw e;
        }
    }

    private void awaitKernel() {
        await(
                "the notebook and its kernel",
                Duration.ofMinutes(2),
                "return !!(window.jupyterapp && jupyterapp.shell.currentWidget"
                        + " && jupyterapp.shell.currentWidget.content.widgets"
                        + " && jupyterapp.shell.currentWidget.sessionContext.session"
                        + " && jupyterapp.shell.currentWidget.sessionContext.session.kernel"
                        + " && jupyterapp.shell.currentWidget.sessionContext.session.kernel"
                        + ".connectionStatus === 'connected');"); // JJava is idle without saying so
    }

    /**
     * Runs a script in the page; {@code cell(i)} is the element of a cell, {@code seenPlots(i)} the
     * figures that a reader sees in it.
     */
    Object script(String script, Object... arguments) {
        return browser.executeScript(
                "const book = window.jupyterapp?.shell.currentWidget?.content;"
                        + "const cell = i => book.widgets[i].node;"
                        + "const seenPlots = i => [...cell(i).querySelectorAll('.js-plotly-plot')]"
                        + ".filter(e => e.querySelector('.main-svg')?.getClientRects().length);"
                        + script,
                arguments);
    }

    /** The first such element of a cell. */
    WebElement find(int cell, String selector) {
        List<WebElement> found = findAll(cell, selector);
        assertFalse(found.isEmpty(), "cell " + cell + " has no " + selector);
        return found.get(0);
    }

    @SuppressWarnings("unchecked")
    private List<WebElement> findAll(int cell, String selector) {
        return (List<WebElement>)
                script(
                        "return [...cell(arguments[0]).querySelectorAll(arguments[1])];",
                        cell,
                        selector);
    }

    /** The element that keys go to. */
    WebElement active() {
        return browser.switchTo().activeElement();
    }

    /** What a reader sees of a cell's outputs, without what is hidden. */
    String visibleText(int cell) {
        return (String)
                script(
                        "return cell(arguments[0]).querySelector('.jp-OutputArea').innerText;",
                        cell);
    }

    /** Loads the page again, as the browser's button does, and waits for the kernel. */
    void reload() {
        browser.navigate().refresh();
        awaitKernel();
    }

    /** Runs one of JupyterLab's commands, as its menus do. */
    void command(String id) {
        browser.executeScript("jupyterapp.commands.execute(arguments[0]);", id);
    }

    /** Makes a cell the active one, so that commands go to it. */
    void activate(int cell) {
        script("book.activeCellIndex = arguments[0];", cell);
    }

    /** Waits until no cell is running or waiting any more. */
    void awaitIdle(Duration most) {
        await(
                "all cells to finish",
                most,
                "return book.widgets.every(c => c.model.type !== 'code'"
                        + " || !c.promptNode || !c.promptNode.textContent.includes('*'))"
                        + " && jupyterapp.shell.currentWidget.sessionContext.session.kernel.status"
                        + " === 'idle';");
    }

    /** The numbers of the cells that have a Plotly figure among their outputs. */
    @SuppressWarnings("unchecked")
    List<Long> cellsWithFigures() {
        return (List<Long>)
                script(
                        "return book.widgets.map((c, i) => i).filter(i => {"
                                + "  const m = book.widgets[i].model;"
                                + "  return m.type === 'code' && m.outputs.toJSON().some(o =>"
                                + "    o.data && o.data['application/vnd.plotly.v1+json']); });");
    }

    /** The numbers of the cells with a widget that takes the place of its saved figure. */
    @SuppressWarnings("unchecked")
    List<Long> cellsWithWidgets() {
        return (List<Long>)
                script(
                        "return book.widgets.map((c, i) => i).filter(i => {"
                                + "  const m = book.widgets[i].model;"
                                + "  return m.type === 'code' && JSON.stringify("
                                + "    m.outputs.toJSON()).includes('\"Run this cell to'); });");
    }

    /** Scrolls to a cell and waits until its widget is drawn. */
    WebElement widget(int cell) {
        scrollTo(cell);
        await(
                "the widget of cell " + cell,
                Duration.ofSeconds(60),
                "return !!cell(arguments[0]).querySelector('.tripletlab-live svg circle');",
                cell);
        return find(cell, ".tripletlab-live svg");
    }

    /** All text that a cell's outputs hold. */
    String outputText(int cell) {
        return (String)
                script(
                        "return JSON.stringify(book.widgets[arguments[0]]"
                                + ".model.outputs.toJSON());",
                        cell);
    }

    /** The notebook with the outputs it has now. */
    Notebook notebook(Path file) throws IOException {
        String json = (String) script("return JSON.stringify(book.model.toJSON());");
        return new Notebook(file, new ObjectMapper().readTree(json));
    }

    /** Brings a cell to the top of the window. */
    void scrollTo(int cell) {
        script("window.lastTop = null; book.scrollToItem(arguments[0], 'start');", cell);
        // The cells above are laid out on the way, and move it.
        await(
                "cell " + cell + " to come to rest",
                Duration.ofSeconds(60),
                "const node = cell(arguments[0]); node.scrollIntoView();"
                        + "const top = node.getBoundingClientRect().top;"
                        + "const rested = window.lastTop === top; window.lastTop = top;"
                        + "return node.isConnected && rested;",
                cell);
    }

    /** Scrolls to a cell and waits until its figures are drawn; tells what a reader sees. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> figures(int cell) {
        scrollTo(cell);
        String drawn = // the stand-in of a live figure is hidden, and may be drawn, too
                "const plots = [...cell(arguments[0]).querySelectorAll('.js-plotly-plot')]"
                        + "  .filter(p => p.offsetWidth > 0);";
        await(
                "the figures of cell " + cell,
                Duration.ofSeconds(60),
                drawn + "return plots.length > 0 && plots.every(p => p._fullLayout);",
                cell);
        return (List<Map<String, Object>>)
                script(
                        drawn
                                + "const seen = (p, s) => [...p.querySelectorAll(s)]"
                                + "  .map(e => e.textContent).join('|');"
                                + "const isDrawing = p => Object.entries(p._fullLayout)"
                                + "  .filter(([name]) => /^[xy]axis\\d*$/.test(name))"
                                + "  .every(([, a]) => !a.visible || !a.showticklabels);"
                                + "const axis = (p, a) => isDrawing(p) ? 'no axis' :"
                                + "  seen(p, `[class^='g-${a}'][class$='title'] text`)" // x5title
                                + "  || Object.entries(p._fullLayout)" // or ticks that are words
                                + "    .filter(([name]) => name.startsWith(a + 'axis'))"
                                + "    .flatMap(([, x]) => x.ticktext ?? [])"
                                + "    .filter(tick => isNaN(tick)).join('|');"
                                + "return plots.map(p => { const l = p._fullLayout;"
                                + "  return {element: p, flat: !l.scene,"
                                + "    title: seen(p, '.gtitle'),"
                                + "    text: p.closest('[role=figure]')?.ariaLabel ?? '',"
                                + "    x: l.scene ? l.scene.xaxis.title.text : axis(p, 'x'),"
                                + "    y: l.scene ? l.scene.yaxis.title.text : axis(p, 'y'),"
                                + "    marks: p.querySelectorAll(isDrawing(p) ? '.shapelayer path'"
                                + "      : '.scatterlayer .point, .scatterlayer .js-line,"
                                + " .barlayer .point, .heatmaplayer image').length"
                                + "  }; });",
                        cell);
    }

    /** The cells in whose output there is a slider or a menu. */
    List<Long> cellsWithControls() {
        return cellsWith(CONTROLS);
    }

    /** The cells in whose output there is a button that starts something. */
    List<Long> cellsWithButtons() {
        return cellsWith(".jp-OutputArea button.mod-primary");
    }

    @SuppressWarnings("unchecked")
    private List<Long> cellsWith(String selector) {
        return (List<Long>)
                script(
                        "return book.widgets.map((c, i) => i)"
                                + ".filter(i => cell(i).querySelector(arguments[0]));",
                        selector);
    }

    /** Moves each control of a cell by a step; at least one must redraw. Returns what failed. */
    String moveControls(int cell) {
        scrollTo(cell);
        int redrawn = 0;
        for (WebElement control : controls(cell)) {
            redrawn += redraws(cell, () -> move(control)) ? 1 : 0;
        }
        assertTrue(
                redrawn > 0 || isRedrawn(cell, Duration.ofMinutes(1)), // a slow machine
                "no control of cell " + cell + " redraws");
        return (String)
                script(
                        "return cell(arguments[0]).querySelector('.tripletlab-messages').innerText",
                        cell);
    }

    /** The sliders and menus of a cell. */
    List<WebElement> controls(int cell) {
        return findAll(cell, CONTROLS);
    }

    /** Moves a slider or a menu to its next value, from the last one to the first. */
    static void move(WebElement control) {
        if (control.getTagName().equals("select")) {
            Select menu = new Select(control);
            List<WebElement> options = menu.getOptions();
            int next = (options.indexOf(menu.getFirstSelectedOption()) + 1) % options.size();
            menu.selectByIndex(next);
        } else {
            String last = control.getAttribute("aria-valuemax");
            boolean atEnd = control.getAttribute("aria-valuenow").equals(last);
            control.sendKeys(atEnd ? Keys.HOME : Keys.ARROW_RIGHT);
        }
    }

    /** Whether something makes the cell show another output; some wait for a button. */
    private boolean redraws(int cell, Runnable action) {
        script(
                "cell(arguments[0]).querySelectorAll('.jp-OutputArea-child')"
                        + ".forEach(e => e.dataset.old = 'old');",
                cell);
        action.run();
        return isRedrawn(cell, REDRAW);
    }

    private boolean isRedrawn(int cell, Duration most) {
        String another = ".jp-OutputArea-child:not([data-old])";
        try {
            return new WebDriverWait(browser, most, LOOK)
                    .until(driver -> !findAll(cell, another).isEmpty());
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** The picture that stands for a saved figure; fails if the figure itself is drawn already. */
    WebElement still(int cell) {
        scrollTo(cell);
        String pictures =
                "const node = cell(arguments[0]);"
                        + "const pictures = [...node.querySelectorAll('img.plot-img')].filter("
                        + "  i => i.naturalWidth > 0 && !node.querySelector('.plot-container'));";
        await(
                "the still picture of cell " + cell,
                Duration.ofSeconds(60),
                pictures + "return pictures.length > 0;",
                cell);
        return (WebElement) script(pictures + "return pictures[0];", cell);
    }

    /** Moves the mouse to an element. */
    void pointTo(WebElement element) {
        new Actions(browser).moveToElement(element).perform();
    }

    /** Drags an element by so many pixels, in ten steps. */
    void drag(WebElement element, int dx, int dy) {
        drag(element, 0, 0, dx, dy);
    }

    /** The same from a place beside the middle of the element. */
    void drag(WebElement element, int x, int y, int dx, int dy) {
        Actions actions = new Actions(browser).moveToElement(element, x, y).clickAndHold();
        for (int i = 0; i < 10; i++) {
            actions.moveByOffset(dx * (i + 1) / 10 - dx * i / 10, dy * (i + 1) / 10 - dy * i / 10);
        }
        actions.release().perform();
    }

    /** Presses keys, which go to an element that gets the focus. */
    void press(WebElement element, CharSequence... keys) {
        browser.executeScript("arguments[0].focus();", element);
        new Actions(browser).sendKeys(keys).perform();
    }

    /** Writes a cell's code. */
    void source(int cell, String code) {
        script("book.widgets[arguments[0]].model.sharedModel.setSource(arguments[1]);", cell, code);
    }

    /** Changes how JupyterLab looks. */
    void theme(String name) {
        script(
                "jupyterapp.commands.execute('apputils:change-theme', {theme: arguments[0]});",
                name);
        await(
                name,
                Duration.ofSeconds(30),
                "return document.body.dataset.jpThemeName === arguments[0];",
                name);
    }

    /** How many colours a reader sees in an element: two or three in an empty frame. */
    int colours(WebElement element) throws IOException {
        byte[] png = element.getScreenshotAs(OutputType.BYTES);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                colours.add(image.getRGB(x, y) & 0xF0F0F0);
            }
        }
        return colours.size();
    }

    /** Keeps what the window shows under {@code target/screenshots}. */
    void screenshot(String name) {
        byte[] png = browser.getScreenshotAs(OutputType.BYTES);
        try {
            Files.write(SCREENSHOTS.resolve(name + ".png"), png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a script returns true. */
    void await(String what, Duration most, String script, Object... arguments) {
        try {
            new WebDriverWait(browser, most, LOOK)
                    .until(driver -> Boolean.TRUE.equals(script(script, arguments)));
        } catch (TimeoutException e) {
            screenshot("failed");
            throw new AssertionError("waited " + most + " for " + what, e);
        }
    }

    @Override
    public void close() {
        browser.quit();
    }
}
