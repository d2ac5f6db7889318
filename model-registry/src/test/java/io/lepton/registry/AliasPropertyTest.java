package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.registry.storage.LocalStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.hadoop.conf.Configuration;

/** Compares random requests with a model of a few lines: a set of versions, and a stack of promotions an alias. */
class AliasPropertyTest {

    private static final int VERSIONS = 4;

    enum Kind {
        PROMOTE,
        ROLLBACK,
        DELETE
    }

    record Request(Kind kind, String alias, int version) {}

    @Property(tries = 40)
    void behavesAsAStackOfPromotionsAnAlias(@ForAll("requests") List<Request> requests) throws IOException {
        Path root = Files.createTempDirectory("lepton-registry");
        LocalStore store = new LocalStore(root);
        try {
            ModelRegistry registry = new ModelRegistry(new Configuration(false), store);
            TreeSet<Integer> versions = new TreeSet<>();
            TreeMap<String, Deque<Integer>> stacks = new TreeMap<>();
            for (int i = 1; i <= VERSIONS; i++) {
                registry.register(Samples.version("m", "run-" + i));
                versions.add(i);
            }

            for (Request request : requests) {
                boolean expected = modelled(request, versions, stacks);
                boolean accepted = accepted(request, registry);

                assertThat(accepted).as("%s", request).isEqualTo(expected);
                TreeMap<String, Integer> targets = new TreeMap<>();
                stacks.forEach((alias, stack) -> targets.put(alias, stack.peek()));
                assertThat(registry.aliases("m")).isEqualTo(targets);
                assertThat(registry.numbers("m")).containsExactlyElementsOf(versions);
            }
            registry.versions("m").forEach(registry::verify);
        } finally {
            store.delete("");
        }
    }

    @Provide
    Arbitrary<List<Request>> requests() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(5, Kind.PROMOTE), Tuple.of(3, Kind.ROLLBACK), Tuple.of(1, Kind.DELETE)),
                        Arbitraries.of("champion", "challenger"),
                        Arbitraries.integers().between(1, VERSIONS))
                .as(Request::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(25);
    }

    /** Whether the model accepts the request; changes the model accordingly. */
    private static boolean modelled(
            Request request, TreeSet<Integer> versions, TreeMap<String, Deque<Integer>> stacks) {
        switch (request.kind()) {
            case PROMOTE -> {
                if (!versions.contains(request.version())) {
                    return false;
                }
                Deque<Integer> stack = stacks.computeIfAbsent(request.alias(), alias -> new ArrayDeque<>());
                if (stack.isEmpty() || stack.peek() != request.version()) {
                    stack.push(request.version());
                }
                return true;
            }
            case ROLLBACK -> {
                if (!stacks.containsKey(request.alias())) {
                    return false;
                }
                Deque<Integer> rest = new ArrayDeque<>(stacks.get(request.alias()));
                int current = rest.pop();
                while (!rest.isEmpty() && (rest.peek() == current || !versions.contains(rest.peek()))) {
                    rest.pop();
                }
                if (rest.isEmpty()) {
                    return false;
                }
                stacks.put(request.alias(), rest);
                return true;
            }
            default -> {
                if (stacks.values().stream().anyMatch(stack -> stack.peek() == request.version())
                        || (versions.size() == 1 && versions.contains(request.version()))) {
                    return false;
                }
                versions.remove(request.version());
                return true;
            }
        }
    }

    private static boolean accepted(Request request, ModelRegistry registry) {
        try {
            switch (request.kind()) {
                case PROMOTE -> registry.promote("m", request.version(), request.alias(), "why");
                case ROLLBACK -> registry.rollback("m", request.alias());
                default -> {
                    // The last version stays, or there would be no model to ask for its aliases.
                    if (registry.numbers("m").equals(List.of(request.version()))) {
                        return false;
                    }
                    registry.delete("m", request.version());
                }
            }
            return true;
        } catch (RegistryException refused) {
            return false;
        }
    }
}
