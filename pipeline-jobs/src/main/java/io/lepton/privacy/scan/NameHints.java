package io.lepton.privacy.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a column's name gives away, in English and a few words of German, French and Spanish. */
final class NameHints {
    private NameHints() {}

    /**
     * @param role what the word suggests
     * @param meaning what the column probably holds
     */
    record Hint(Role role, String meaning) {}

    private static Hint hint(Role role, String meaning) {
        return new Hint(role, meaning);
    }

    /** Whole names or runs of words within them, words joined by a space; longer ones are tried first. */
    private static final Map<Hint, Set<String>> WORDS = Map.ofEntries(
            Map.entry(hint(Role.PROTECTED, "age"), Set.of("age", "alter", "edad", "years old")),
            Map.entry(
                    hint(Role.PROTECTED, "sex or gender"),
                    Set.of("sex", "gender", "geschlecht", "sexe", "sexo", "genre")),
            Map.entry(
                    hint(Role.PROTECTED, "race or ethnicity"),
                    Set.of("race", "ethnicity", "ethnic", "raza", "skin", "skin color", "skin colour", "ancestry")),
            Map.entry(
                    hint(Role.PROTECTED, "nationality or origin"),
                    Set.of(
                            "nationality",
                            "citizenship",
                            "native country",
                            "country of birth",
                            "birth country",
                            "foreign worker",
                            "nationalite",
                            "nacionalidad",
                            "staatsangehoerigkeit",
                            "immigrant",
                            "native language")),
            Map.entry(
                    hint(Role.PROTECTED, "religion"), Set.of("religion", "religious", "faith", "konfession", "creed")),
            Map.entry(
                    hint(Role.PROTECTED, "marital status"),
                    Set.of("marital", "marital status", "married", "familienstand", "civil status", "relationship")),
            Map.entry(
                    hint(Role.PROTECTED, "disability or pregnancy"),
                    Set.of("disability", "disabled", "handicap", "behinderung", "pregnant", "pregnancy", "veteran")),
            Map.entry(
                    hint(Role.PROTECTED, "sexual orientation"),
                    Set.of("sexual orientation", "orientation", "transgender")),
            Map.entry(
                    hint(Role.QUASI_IDENTIFIER, "postal code"),
                    Set.of(
                            "zip",
                            "zipcode",
                            "zip code",
                            "postcode",
                            "postal",
                            "postal code",
                            "plz",
                            "postleitzahl",
                            "code postal")),
            Map.entry(
                    hint(Role.QUASI_IDENTIFIER, "date of birth"),
                    Set.of(
                            "birth",
                            "birthday",
                            "birthdate",
                            "dob",
                            "born",
                            "geburtsdatum",
                            "naissance",
                            "nacimiento",
                            "yob")),
            Map.entry(
                    hint(Role.QUASI_IDENTIFIER, "place"),
                    Set.of(
                            "city",
                            "town",
                            "county",
                            "region",
                            "state",
                            "country",
                            "latitude",
                            "longitude",
                            "lat",
                            "lon",
                            "neighborhood")),
            Map.entry(
                    hint(Role.QUASI_IDENTIFIER, "work or education"),
                    Set.of(
                            "occupation",
                            "job",
                            "profession",
                            "employer",
                            "workclass",
                            "education",
                            "degree",
                            "school",
                            "beruf",
                            "education num")),
            Map.entry(
                    hint(Role.SENSITIVE, "income or wealth"),
                    Set.of("salary", "income", "wage", "debt", "wealth", "credit", "gehalt", "salario", "savings")),
            Map.entry(
                    hint(Role.SENSITIVE, "health"),
                    Set.of(
                            "diagnosis",
                            "disease",
                            "illness",
                            "hiv",
                            "medication",
                            "treatment",
                            "health",
                            "icd",
                            "glucose",
                            "insulin",
                            "bmi",
                            "blood pressure")),
            Map.entry(
                    hint(Role.SENSITIVE, "beliefs or convictions"),
                    Set.of("politics", "political", "party", "union", "conviction", "criminal", "arrest", "arrests")),
            Map.entry(
                    hint(Role.IDENTIFIER, "a person's name"),
                    Set.of(
                            "name",
                            "first name",
                            "last name",
                            "full name",
                            "surname",
                            "firstname",
                            "lastname",
                            "fullname",
                            "middle name",
                            "customer name",
                            "patient name",
                            "user name",
                            "username",
                            "maiden name",
                            "nachname",
                            "vorname",
                            "nom",
                            "prenom",
                            "nombre",
                            "apellido",
                            "login")),
            Map.entry(
                    hint(Role.IDENTIFIER, "contact details"),
                    Set.of(
                            "email",
                            "e mail",
                            "mail",
                            "phone",
                            "telephone",
                            "mobile",
                            "fax",
                            "address",
                            "street",
                            "adresse",
                            "telefon")),
            Map.entry(
                    hint(Role.IDENTIFIER, "an official number"),
                    Set.of(
                            "ssn",
                            "social security",
                            "passport",
                            "iban",
                            "license plate",
                            "licence plate",
                            "driver license",
                            "tax id",
                            "national id",
                            "account number",
                            "card number",
                            "ip address",
                            "device id",
                            "patient id",
                            "customer id",
                            "person id",
                            "user id",
                            "personnel number")));

    /** The longest run of words in the name that hints at something. */
    static Optional<Hint> of(String column) {
        List<String> words = words(column);
        for (int length = words.size(); length > 0; length--) {
            for (int start = 0; start + length <= words.size(); start++) {
                String run = String.join(" ", words.subList(start, start + length));
                // "product name" names no person.
                boolean bareName = run.equals("name") && words.size() > 1;
                Optional<Hint> hint = WORDS.entrySet().stream()
                        .filter(entry -> !bareName && entry.getValue().contains(run))
                        .map(Map.Entry::getKey)
                        .findFirst();
                if (hint.isPresent()) {
                    return hint;
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> words(String column) {
        String spaced = column.replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2")
                .toLowerCase(Locale.ROOT)
                .replace("ä", "ae")
                .replace("ö", "oe")
                .replace("ü", "ue")
                .replace("é", "e");
        List<String> words = new ArrayList<>();
        for (String word : spaced.split("[^\\p{L}0-9]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
