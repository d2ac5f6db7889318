package io.lepton.fairness.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says in plain words what of the figures is worth a thought: for people who have never heard of fairness metrics. */
record DataWarnings(
        List<GroupShare> shares,
        List<LabelDisparity> disparities,
        List<Proxy> proxies,
        List<Predictability> predictability) {
    private static final double SIGNIFICANT = 0.01;
    private static final double TELLING_AUC = 0.75;
    private static final double TELLING_SHARE = 0.1;
    private static final double NOTABLE_DIFFERENCE = 0.05;
    private static final double FEW = 0.05;
    private static final int MOST_PROXIES = 3;

    List<String> all() {
        List<String> warnings = new ArrayList<>();
        for (String attribute : shares.stream()
                .map(GroupShare::attributes)
                .filter(name -> !name.contains(" × "))
                .distinct()
                .toList()) {
            labels(attribute, warnings);
            proxies.stream()
                    .filter(proxy -> proxy.attribute().equals(attribute) && isTelling(proxy))
                    .limit(MOST_PROXIES)
                    .forEach(proxy -> warnings.add(sentence(proxy)));
            predictability.stream()
                    .filter(found -> found.attribute().equals(attribute) && found.auc() >= TELLING_AUC)
                    .forEach(found -> warnings.add(sentence(found)));
            small(attribute, warnings);
        }
        return warnings;
    }

    private void labels(String attribute, List<String> warnings) {
        List<GroupShare> rated = of(attribute).stream()
                .filter(group -> group.judged() && group.baseRateInterval().isPresent())
                .toList();
        Comparator<GroupShare> byRate = Comparator.comparingDouble(GroupShare::baseRate);
        Optional<GroupShare> lowest = rated.stream().min(byRate);
        Optional<GroupShare> highest = rated.stream().max(byRate);
        if (lowest.isPresent() && differ(lowest.get(), highest.get())) {
            warnings.add(sentence(attribute, lowest.get(), highest.get()));
        }
    }

    private static boolean differ(GroupShare lowest, GroupShare highest) {
        return highest.baseRate() - lowest.baseRate() >= NOTABLE_DIFFERENCE
                && lowest.baseRateInterval().orElseThrow().high()
                        < highest.baseRateInterval().orElseThrow().low();
    }

    private static String sentence(String attribute, GroupShare lowest, GroupShare highest) {
        return "In the data itself the outcome is not the same for everybody: it is positive for %s of '%s' and for %s of '%s' (%s). A model that learns from it learns that difference, too."
                .formatted(
                        percent(lowest.baseRate()),
                        lowest.group(),
                        percent(highest.baseRate()),
                        highest.group(),
                        attribute);
    }

    private static boolean isTelling(Proxy proxy) {
        return proxy.adjustedPValue() < SIGNIFICANT
                && (proxy.auc() >= TELLING_AUC || proxy.normalizedMutualInformation() >= TELLING_SHARE);
    }

    private static String sentence(Proxy proxy) {
        if (proxy.accuracy() - proxy.baseAccuracy() >= SIGNIFICANT) {
            return "'%s' gives away %s: from it alone, the right group is guessed for %s of people; always guessing '%s' would be right for %s. A model that never sees %s can still tell groups apart by it."
                    .formatted(
                            proxy.feature(),
                            proxy.attribute(),
                            percent(proxy.accuracy()),
                            proxy.likeliestGroup(),
                            percent(proxy.baseAccuracy()),
                            proxy.attribute());
        }
        return "'%s' says much about %s: of a person of a group and one of another, it tells which is which in %s of cases (chance would be right in 50 %%)."
                .formatted(proxy.feature(), proxy.attribute(), percent(proxy.auc()));
    }

    private static String sentence(Predictability found) {
        return "Leaving %s out does not hide it: the other %d columns together tell of a person of a group and one of another which is which in %s of cases (chance would be right in 50 %%)."
                .formatted(found.attribute(), found.features(), percent(found.auc()));
    }

    private void small(String attribute, List<String> warnings) {
        List<String> few = of(attribute).stream()
                .filter(group -> !group.countSuppressed() && group.judged() && group.share() < FEW)
                .map(group -> "'" + group.group() + "' (" + percent(group.share()) + ")")
                .toList();
        if (!few.isEmpty()) {
            warnings.add("Few rows are of %s by %s: a model sees little of them, and errs more easily about them."
                    .formatted(String.join(", ", few), attribute));
        }
        long unknown = of(attribute).stream().filter(group -> !group.judged()).count();
        if (unknown > 0) {
            warnings.add(
                    "%d %s of %s %s too few rows to be compared: nobody will notice if a model is wrong about them."
                            .formatted(
                                    unknown,
                                    unknown == 1 ? "group" : "groups",
                                    attribute,
                                    unknown == 1 ? "has" : "have"));
        }
    }

    private List<GroupShare> of(String attribute) {
        return shares.stream()
                .filter(group -> group.attributes().equals(attribute))
                .toList();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
