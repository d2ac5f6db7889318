package io.lepton.privacy.recoding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Unites classes that do not hold with their nearest, until all do. Only closeness needs it: what is left out changes the table that
 * classes are compared with. As all criteria are monotone and the table as a whole holds, it ends.
 */
final class Repair {
    private final int k;
    private final Combinations combinations;
    private final Groups singles;

    /** @param combinations with criteria that are compared with what is published */
    Repair(int k, Combinations combinations, Groups singles) {
        this.k = k;
        this.combinations = combinations;
        this.singles = singles;
    }

    void apply(int[] group) {
        Map<Integer, Integer> places = new TreeMap<>();
        for (int root : group) {
            if (root != Recoding.SUPPRESSED) {
                places.putIfAbsent(root, places.size());
            }
        }
        List<Integer> roots = new ArrayList<>(places.keySet());
        places.clear();
        for (int place = 0; place < roots.size(); place++) {
            places.put(roots.get(place), place);
        }
        Groups groups = new Groups(combinations, roots.size());
        Tallies tallies = new Tallies(k, combinations, roots.size());
        for (int i = 0; i < group.length; i++) {
            if (group[i] != Recoding.SUPPRESSED) {
                int place = places.get(group[i]);
                if (tallies.rows(place) == 0) {
                    groups.copy(place, singles, i);
                } else {
                    groups.unite(place, singles, i);
                }
                tallies.add(place, i);
            }
        }
        int[] into = new int[roots.size()];
        for (int place = 0; place < into.length; place++) {
            into[place] = place;
        }
        for (int place = 0; place < into.length; place++) {
            while (into[place] == place && !tallies.hold(place)) {
                int nearest = nearest(place, into, groups, tallies);
                if (nearest < 0) {
                    break;
                }
                groups.unite(place, groups, nearest);
                tallies.unite(place, nearest);
                into[nearest] = place;
            }
        }
        for (int i = 0; i < group.length; i++) {
            if (group[i] != Recoding.SUPPRESSED) {
                int place = places.get(group[i]);
                while (into[place] != place) {
                    place = into[place];
                }
                group[i] = roots.get(place);
            }
        }
    }

    private static int nearest(int place, int[] into, Groups groups, Tallies tallies) {
        int best = -1;
        double cheapest = Double.POSITIVE_INFINITY;
        for (int other = 0; other < into.length; other++) {
            if (other != place && into[other] == other) {
                double cost = (tallies.rows(place) + tallies.rows(other)) * groups.jointLoss(place, groups, other)
                        - tallies.rows(other) * groups.loss(other);
                if (cost < cheapest) {
                    cheapest = cost;
                    best = other;
                }
            }
        }
        return best;
    }
}
