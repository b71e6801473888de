package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** What {@code lab.py --site} and {@code --slides} write, opened as files, as from a USB stick. */
class PublishIT {
    private static final Path SCREENSHOTS = Lab.targetFolder("screenshots");
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Pattern REMOTE =
            Pattern.compile("<(script|link|img|iframe)[^>]*(src|href)=\"(https?:)?//");

    private static final String SLIDE = "section.present > section.present ";

    /** The first figure that is drawn and seen. */
    private static final String PLOT =
            "const plot = [...document.querySelectorAll(arguments[0])]"
                    + ".find(e => e.getClientRects().length && e.dataset.drawn);";

    @Test
    void theSiteWorksAsFiles() throws Exception {
        Path site = write("--site");
        ChromeDriver browser = Browser.start();
        try {
            browser.get(site.resolve("index.html").toUri().toString());
            assertEquals(
                    Notebook.all().size(), browser.findElements(By.cssSelector("a.card")).size());
            browser.findElements(By.cssSelector("a.card")).get(1).click();
            browser.findElement(By.cssSelector("a[rel=next]")).click();
            browser.findElement(By.cssSelector("a[rel=prev]")).click();

            scrollTo(browser, ".states");
            await(browser, PLOT + "return !!plot;", ".states .plot");
            assertHovers(browser, ".states .plot");
            assertTheSliderMoves(browser);
            screenshot(browser, "site");
            assertAsksNoNetwork(browser);

            browser.get(site.resolve("05-training.html").toUri().toString());
            assertPlays(browser);
            browser.manage().window().setSize(new Dimension(420, 900));
            long beyond =
                    (Long)
                            browser.executeScript(
                                    "return document.documentElement.scrollWidth - innerWidth;");
            assertTrue(beyond <= 0, "wider than a phone by " + beyond);
        } finally {
            browser.quit();
        }
    }

    @Test
    void theSlidesWorkAsFiles() throws Exception {
        Path slides = write("--slides");
        ChromeDriver browser = Browser.start();
        try {
            browser.get(slides.resolve("01-triplet-loss.html").toUri().toString());
            await(browser, "return !!window.Reveal?.isReady();");
            long total = (Long) browser.executeScript("return Reveal.getTotalSlides();");
            assertTrue(total > 10, total + " slides");
            for (int slide = 1; slide <= total; slide++) {
                await(browser, "return Reveal.getSlidePastCount() === arguments[0];", slide - 1);
                assertFalse(
                        (Boolean)
                                browser.executeScript(
                                        "return Reveal.getCurrentSlide().matches('.long');"),
                        "slide " + slide + " is too long");
                if (!browser.findElements(By.cssSelector(SLIDE + ".states")).isEmpty()
                        && slide < total / 2) {
                    await(browser, PLOT + "return !!plot;", SLIDE + ".plot");
                    assertHovers(browser, SLIDE + ".plot");
                    assertTheSliderMoves(browser);
                    screenshot(browser, "slides");
                }
                for (int key = 0; key < 12 && onSlide(browser, slide) && slide < total; key++) {
                    browser.switchTo().activeElement().sendKeys(Keys.SPACE); // fragments first
                }
            }
            assertAsksNoNetwork(browser);
        } finally {
            browser.quit();
        }
    }

    private static boolean onSlide(ChromeDriver browser, int slide) {
        return browser.executeScript("return Reveal.getSlidePastCount();").equals(slide - 1L);
    }

    /** Writes the pages; none of them names a script, style or picture of another machine. */
    private static Path write(String option) throws IOException {
        Path folder = Lab.targetFolder("published" + option).toAbsolutePath();
        Lab.Result result = Lab.run(option, folder.toString());
        assertEquals(0, result.code(), result.output());
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> pages = files.filter(file -> file.toString().endsWith(".html")).toList();
            assertTrue(pages.size() > Notebook.all().size(), "pages: " + pages);
            for (Path page : pages) {
                assertFalse(REMOTE.matcher(Files.readString(page)).find(), page + " is not whole");
            }
        }
        return folder;
    }

    /** The mouse on the middle of a line makes a label. */
    private static void assertHovers(ChromeDriver browser, String selector) {
        String middle =
                PLOT
                        + "const line = plot.querySelector('.js-line');"
                        + "const place = line.getPointAtLength(line.getTotalLength() / 2)"
                        + ".matrixTransform(line.getScreenCTM());"
                        + "return [Math.round(place.x), Math.round(place.y)];";
        List<?> place = (List<?>) browser.executeScript(middle, selector);
        int x = ((Number) place.get(0)).intValue();
        int y = ((Number) place.get(1)).intValue();
        new Actions(browser).moveToLocation(x - 5, y - 5).moveToLocation(x, y).perform();
        await(browser, PLOT + "return !!plot.querySelector('.hovertext');", selector);
    }

    /** A key on the slider changes the figure. */
    private static void assertTheSliderMoves(ChromeDriver browser) {
        String title = PLOT + ";return plot.querySelector('.gtitle').textContent;";
        String states = SLIDE + ".states .plot, .site .states .plot";
        Object before = browser.executeScript(title, states);
        WebElement slider =
                browser.findElements(By.cssSelector(".states input[type=range]")).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElseThrow();
        slider.sendKeys(Keys.ARROW_RIGHT);
        slider.sendKeys(Keys.ARROW_RIGHT);
        await(browser, title.replace(";return", ";return arguments[1] !=="), states, before);
        browser.executeScript("document.activeElement.blur();");
    }

    /** Play moves a figure's own slider. */
    private static void assertPlays(ChromeDriver browser) {
        browser.executeScript(
                "window.film = [...document.querySelectorAll('.figure')]"
                        + ".find(e => e.textContent.includes('\"frames\"'));"
                        + "film.scrollIntoView();");
        await(browser, "return !!film.querySelector('.plot')?.dataset.drawn;");
        String label = "return film.querySelector('.slider-label').textContent;";
        Object before = browser.executeScript(label);
        ((WebElement) browser.executeScript("return film.querySelector('.updatemenu-button');"))
                .click();
        await(browser, label.replace(";", " !== arguments[0];"), before);
    }

    private static void assertAsksNoNetwork(ChromeDriver browser) {
        assertEquals(
                List.of(),
                browser.executeScript(
                        "return performance.getEntriesByType('resource').map(e => e.name)"
                                + ".filter(name => !/^(file|data|blob):/.test(name));"));
    }

    private static void scrollTo(ChromeDriver browser, String selector) {
        await(browser, "return typeof draw === 'function';");
        browser.executeScript(
                "document.querySelector(arguments[0]).scrollIntoView({block: 'center'});",
                selector);
    }

    private static void await(ChromeDriver browser, String script, Object... arguments) {
        new WebDriverWait(browser, SOON)
                .withMessage(() -> script + List.of(arguments))
                .until(any -> browser.executeScript(script, arguments).equals(true));
    }

    private static void screenshot(ChromeDriver browser, String name) throws IOException {
        Files.write(
                SCREENSHOTS.resolve("published-" + name + ".png"),
                browser.getScreenshotAs(OutputType.BYTES));
    }
}
