package io.lepton.fairness.counting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tallies of rows by the finest groups.
 *
 * @param labelled of the rows whose label is known
 * @param unlabelled of the others, as if each prediction had come true: what needs no label is the same of them
 */
public record CountedGroups(HashMap<List<String>, GroupTally> labelled, HashMap<List<String>, GroupTally> unlabelled)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 2L;

    public static CountedGroups none() {
        return new CountedGroups(new HashMap<>(), new HashMap<>());
    }

    /** Adds others to these, and returns them. */
    public CountedGroups addAll(CountedGroups others) {
        add(others.labelled, labelled);
        add(others.unlabelled, unlabelled);
        return this;
    }

    private static void add(Map<List<String>, GroupTally> some, Map<List<String>, GroupTally> to) {
        some.forEach((group, tally) ->
                to.computeIfAbsent(group, name -> new GroupTally()).addAll(tally));
    }

    /** Of all rows, as far as no label is needed; not to be changed. */
    public Map<List<String>, GroupTally> all() {
        if (unlabelled.isEmpty()) {
            return labelled;
        }
        HashMap<List<String>, GroupTally> all = new HashMap<>();
        add(labelled, all);
        add(unlabelled, all);
        return all;
    }

    /** Of all groups. */
    public long rows() {
        return rows(labelled) + rows(unlabelled);
    }

    private static long rows(Map<List<String>, GroupTally> tallies) {
        return tallies.values().stream().mapToLong(GroupTally::rows).sum();
    }

    /** What {@link #read} reads. */
    public void write(DataOutput out) throws IOException {
        write(labelled, out);
        write(unlabelled, out);
    }

    private static void write(Map<List<String>, GroupTally> tallies, DataOutput out) throws IOException {
        out.writeInt(tallies.size());
        for (Map.Entry<List<String>, GroupTally> each : tallies.entrySet()) {
            out.writeInt(each.getKey().size());
            for (String name : each.getKey()) {
                byte[] text = name.getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
            each.getValue().write(out);
        }
    }

    public static CountedGroups read(DataInput in) throws IOException {
        return new CountedGroups(tallies(in), tallies(in));
    }

    private static HashMap<List<String>, GroupTally> tallies(DataInput in) throws IOException {
        HashMap<List<String>, GroupTally> tallies = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            List<String> group = new ArrayList<>();
            for (int names = in.readInt(); names > 0; names--) {
                byte[] text = new byte[in.readInt()];
                in.readFully(text);
                group.add(new String(text, StandardCharsets.UTF_8));
            }
            tallies.put(List.copyOf(group), GroupTally.read(in));
        }
        return tallies;
    }
}
