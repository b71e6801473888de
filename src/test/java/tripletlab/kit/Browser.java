package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * The machine's own Chromium or Chrome, without a window. Nothing is downloaded. Pages are drawn as
 * on a machine without a graphics card. An emulated one (SwiftShader) is slow with pages, and is
 * kept for WebGL.
 */
final class Browser {

    private static final List<String> DRIVERS = List.of("chromedriver", "chromedriver.exe");
    private static final List<String> BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final List<String> PLACES =
            List.of(
                    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe");

    private Browser() {}

    /** Starts a browser; where there is none the test is skipped, in CI it fails. */
    static ChromeDriver start() {
        String driver = onPath(DRIVERS).orElseGet(() -> missing("ChromeDriver (chromedriver)"));
        String browser =
                onPath(BROWSERS)
                        .or(() -> PLACES.stream().filter(p -> Files.exists(Path.of(p))).findFirst())
                        .orElseGet(() -> missing("Chromium or Chrome"));
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--disable-gpu",
                "--enable-unsafe-swiftshader",
                "--window-size=1400,1000");
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File(driver))
                        .usingAnyFreePort()
                        .withTimeout(Duration.ofSeconds(60))
                        .build();
        return new ChromeDriver(service, options);
    }

    private static Optional<String> onPath(List<String> names) {
        // GitHub's machines name ChromeDriver's folder in a variable of its own.
        return Stream.of("PATH", "CHROMEWEBDRIVER")
                .map(System::getenv)
                .filter(folders -> folders != null)
                .flatMap(folders -> Stream.of(folders.split(File.pathSeparator)))
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static String missing(String what) {
        String reason = what + " is not on this machine's PATH";
        if ("true".equalsIgnoreCase(System.getenv("CI"))) {
            return fail(reason + ", and CI must run this test");
        }
        return abort(reason + ": the browser test is skipped");
    }
}
