package io.lepton.fairness.counting;

import io.lepton.error.LeptonException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How many groups people are compared by at most. */
public final class GroupLimits {
    static final int MOST_GROUPS = 1000;
    private static final int MOST_FINEST_GROUPS = 100_000;

    private GroupLimits() {}

    /** @throws LeptonException configuration, where an attribute has too many values for groups */
    public static void require(Set<List<String>> groups, List<String> attributes) {
        tooMany(groups, attributes).ifPresent(reason -> {
            throw LeptonException.configuration(reason);
        });
    }

    /** Why these are no groups to compare people by; empty where they are. */
    static Optional<String> tooMany(Set<List<String>> groups, List<String> attributes) {
        for (int i = 0; i < attributes.size() && groups.size() > MOST_GROUPS; i++) {
            Set<String> values = new HashSet<>();
            for (List<String> group : groups) {
                values.add(group.get(i));
            }
            if (values.size() > MOST_GROUPS) {
                return Optional.of(
                        "Cannot audit fairness by column '%s': it holds more than %,d distinct values, too many for groups. "
                                        .formatted(attributes.get(i), MOST_GROUPS)
                                + "Name a column with fewer, or generalize it in the anonymize stage.");
            }
        }
        return groups.size() <= MOST_FINEST_GROUPS
                ? Optional.empty()
                : Optional.of(
                        "Cannot audit fairness by %s: together they make more than %,d groups. Name fewer attributes, or wider bins in audit.bins."
                                .formatted(String.join(", ", attributes), MOST_FINEST_GROUPS));
    }
}
