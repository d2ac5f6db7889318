package io.lepton.privacy.scan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Values that give a column away whatever its name is: those of sex, ethnicity, marital status, religion, illness, politics and orientation. */
enum TypicalValues {
    SEX(
            Role.PROTECTED,
            "sex or gender",
            "male, female, m, f, w, h, d, x, man, woman, men, women, boy, girl, mann, frau, weiblich, maennlich, männlich, divers, homme, femme, hombre, mujer,"
                    + " masculino, femenino, nonbinary, non binary, diverse, other, unknown"),
    ETHNICITY(
            Role.PROTECTED,
            "race or ethnicity",
            "white, black, asian, hispanic, latino, caucasian, african american, african, native american, american indian, amer indian eskimo,"
                    + " asian pac islander, pacific islander, mixed, arab, roma, alaska native, hawaiian, other, unknown"),
    MARITAL(
            Role.PROTECTED,
            "marital status",
            "married, single, divorced, widowed, separated, never married, unmarried, engaged, ledig, verheiratet, geschieden, verwitwet, marie,"
                    + " celibataire, divorce, veuf, casado, soltero, divorciado, viudo, husband, wife, partner, married civ spouse,"
                    + " married spouse absent, married af spouse, other, unknown"),
    RELIGION(
            Role.PROTECTED,
            "religion",
            "christian, christianity, catholic, protestant, orthodox, muslim, islam, jewish, judaism, hindu, hinduism, buddhist, buddhism, sikh, atheist,"
                    + " agnostic, evangelisch, katholisch, roemisch katholisch, konfessionslos, mormon, none, other, unknown"),
    HEALTH(
            Role.SENSITIVE,
            "health",
            "diabetes, cancer, asthma, hiv, aids, hypertension, depression, influenza, flu, pneumonia, covid, covid 19, stroke, epilepsy, arthritis, migraine,"
                    + " obesity, anemia, bronchitis, tuberculosis, hepatitis, heart disease, schizophrenia, dementia, alzheimer, parkinson, healthy,"
                    + " gastritis, ulcer, none, other"),
    BLOOD(Role.SENSITIVE, "blood groups", "a+, a-, b+, b-, ab+, ab-, o+, o-, 0+, 0-"),
    POLITICS(
            Role.SENSITIVE,
            "political opinions",
            "democrat, republican, conservative, liberal, labour, socialist, green, greens, independent, libertarian, communist, cdu, csu, spd, fdp, afd, tory,"
                    + " left, right, other, none"),
    ORIENTATION(
            Role.PROTECTED,
            "sexual orientation",
            "heterosexual, homosexual, bisexual, gay, lesbian, straight, asexual, pansexual, queer, other, unknown");

    /** Values that many lists share, and that tell nothing by themselves. */
    private static final Set<String> VAGUE = Set.of(
            "other",
            "unknown",
            "none",
            "left",
            "right",
            "x",
            "d",
            "h",
            "single",
            "partner",
            "mixed",
            "green",
            "independent",
            "straight");

    private final Role role;
    private final String meaning;
    private final Set<String> values;

    TypicalValues(Role role, String meaning, String values) {
        this.role = role;
        this.meaning = meaning;
        this.values = Set.of(values.split(", ", -1));
    }

    Role role() {
        return role;
    }

    String meaning() {
        return meaning;
    }

    /** The list that holds all the values, at least two of which tell something; {@code M} or {@code F} alone are initials of anything. */
    static Optional<TypicalValues> of(List<String> found) {
        List<String> small =
                found.stream().map(TypicalValues::normal).distinct().toList();
        for (TypicalValues typical : values()) {
            boolean tells = typical == BLOOD
                    ? found.size() >= 3
                    : small.stream().filter(value -> !VAGUE.contains(value)).count() >= 2;
            if (tells && typical.values.containsAll(typical == BLOOD ? lower(found) : small)) {
                return Optional.of(typical);
            }
        }
        return Optional.empty();
    }

    /** Whether most of the values are in this list. */
    boolean mostly(List<String> found) {
        return 2
                        * found.stream()
                                .filter(value -> values.contains(normal(value)))
                                .count()
                > found.size();
    }

    private static List<String> lower(List<String> values) {
        return values.stream()
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String normal(String value) {
        return value.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}0-9]+", " ").strip();
    }
}
