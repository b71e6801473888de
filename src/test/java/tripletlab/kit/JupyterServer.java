package tripletlab.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** JupyterLab as {@code binder/lab.py} starts it, on a port of its own. */
final class JupyterServer implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(5);
    private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet(); // given away

    private final Path log;
    private final Process process;
    private final String address;
    private final String token = UUID.randomUUID().toString();
    private final HttpClient client = HttpClient.newHttpClient();

    private JupyterServer(Map<String, String> settings) throws IOException {
        int port = freePort();
        address = "http://127.0.0.1:" + port;
        Path folder = Lab.targetFolder("browser");
        log = folder.resolve("jupyter-" + port + ".log");
        ProcessBuilder builder =
                Lab.start(
                        "--",
                        "--no-browser",
                        "--allow-root",
                        "--LabApp.expose_app_in_browser=True",
                        "--ServerApp.ip=127.0.0.1",
                        "--ServerApp.port=" + port,
                        "--ServerApp.port_retries=0",
                        "--IdentityProvider.token=" + token);
        // or a page that is loaded again would open what another JupyterLab of this user has open
        String workspaces = folder.resolve("workspaces-" + port).toString();
        builder.environment().put("JUPYTERLAB_WORKSPACES_DIR", workspaces);
        builder.environment().putAll(settings);
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** Starts a server whose notebooks read these environment variables. */
    static JupyterServer start(Map<String, String> settings) throws Exception {
        JupyterServer server = new JupyterServer(settings);
        long end = System.nanoTime() + START.toNanos();
        while (!server.answers()) {
            if (!server.process.isAlive() || System.nanoTime() > end) {
                server.close();
                throw new IllegalStateException(
                        "JupyterLab did not start: " + Files.readString(server.log));
            }
            Thread.sleep(500);
        }
        return server;
    }

    /** The page that opens a notebook in JupyterLab. */
    String lab(Path notebook) {
        String path = notebook.toString().replace('\\', '/');
        return address + "/lab/tree/" + path + "?reset&token=" + token;
    }

    /** Asks the server's REST interface. */
    JsonNode request(String method, String path, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address + path))
                        .header("Authorization", "token " + token)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        String answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return new ObjectMapper().readTree(answer);
    }

    /** The JVMs of this server's kernels. */
    List<ProcessHandle> kernels() {
        return process.descendants().filter(JupyterServer::isKernel).toList();
    }

    /** The most memory that the only kernel has had; empty where the system does not tell. */
    OptionalLong peakBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(kernels().get(0).pid()), "status");
        if (!Files.exists(status)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }

    private static boolean isKernel(ProcessHandle handle) {
        return handle.info().command().orElse("").matches(".*\\bjava(\\.exe)?");
    }

    /** Ends the server without giving it time to clean up. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private boolean answers() throws InterruptedException {
        try {
            return request("GET", "/api/status", "").has("started");
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return false; // not yet
        }
    }

    /** A port that no other server of these tests has, or will have in a moment. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0)) {
                if (PORTS.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Ends the server as closing its terminal does. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
