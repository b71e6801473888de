package tripletlab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The methods and constructors that a user of a package can call with objects. */
public final class PublicMethods {

    private PublicMethods() {}

    /** Those of all public classes beside this one, also nested ones, that take an object. */
    public static List<Executable> beside(Class<?> type) {
        List<Executable> all = new ArrayList<>();
        for (Class<?> found : classes(type)) {
            Stream.concat(
                            Arrays.stream(found.getDeclaredMethods())
                                    .filter(method -> !isForeign(method)),
                            Arrays.stream(found.getDeclaredConstructors()))
                    .filter(call -> Modifier.isPublic(call.getModifiers()) && !call.isSynthetic())
                    .filter(call -> Arrays.stream(call.getParameters()).anyMatch(p -> isObject(p)))
                    .forEach(all::add);
        }
        assertFalse(all.isEmpty());
        return all;
    }

    /** Calls a method with some arguments; what it throws is thrown. */
    public static Object call(Executable call, Object target, Object... arguments)
            throws Throwable {
        try {
            return call instanceof Method method
                    ? method.invoke(target, arguments)
                    : ((Constructor<?>) call).newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /**
     * Gives null for each argument in turn, and for each element of an array or a list. Returns the
     * calls that do not refuse it with its name.
     *
     * @param samples arguments that are not null
     */
    public static List<String> takingNull(
            Executable call, Object target, Function<Parameter, Object> samples) {
        List<String> wrong = new ArrayList<>();
        Parameter[] parameters = call.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            if (!isObject(parameters[i])) {
                continue;
            }
            List<Object> nulls = new ArrayList<>();
            nulls.add(null);
            Object sample = samples.apply(parameters[i]);
            if (sample instanceof Object[] array) {
                Object[] holed = array.clone();
                holed[holed.length - 1] = null;
                nulls.add(holed);
            } else if (sample instanceof List<?> list) {
                List<Object> holed = new ArrayList<>(list);
                holed.set(holed.size() - 1, null);
                nulls.add(holed);
            }
            for (Object given : nulls) {
                Object[] arguments = Arrays.stream(parameters).map(samples).toArray();
                arguments[i] = given;
                String what = "%s, %s".formatted(call, parameters[i].getName());
                try {
                    call(call, target, arguments);
                    wrong.add(what + ": taken");
                } catch (IllegalArgumentException e) {
                    String pattern = "[\\w ]+(\\[\\d+])*( of \\w+)? is null.*";
                    if (!String.valueOf(e.getMessage()).matches(pattern)) {
                        wrong.add(what + ": " + e);
                    }
                } catch (Throwable e) {
                    wrong.add(what + ": " + e);
                }
            }
        }
        return wrong;
    }

    /** Says so if there are such calls. */
    public static void assertNone(List<String> wrong) {
        assertEquals("", String.join("\n", wrong));
    }

    private static boolean isObject(Parameter parameter) {
        return !parameter.getType().isPrimitive();
    }

    private static List<Class<?>> classes(Class<?> type) {
        try {
            Path root = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path folder = root.resolve(type.getPackageName().replace('.', '/'));
            List<Class<?>> classes = new ArrayList<>();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                    String name = file.getFileName().toString().replace(".class", "");
                    Class<?> found = Class.forName(type.getPackageName() + "." + name);
                    if (isPublic(found) && !found.isInterface() && !found.isEnum()) {
                        classes.add(found);
                    }
                }
            }
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
    }

    /** Whether it is a library that calls it. */
    private static boolean isForeign(Method method) {
        Class<?> type = method.getDeclaringClass();
        return Stream.concat(Stream.of(type.getSuperclass()), Stream.of(type.getInterfaces()))
                .flatMap(parent -> Arrays.stream(parent.getMethods()))
                .anyMatch(
                        other ->
                                other.getName().equals(method.getName())
                                        && Arrays.equals(
                                                other.getParameterTypes(),
                                                method.getParameterTypes()));
    }
}
