namespace Couverture.Tests.Validation;

/// <summary>Invalid documents for <see cref="MusicSchema"/>, with the expected errors: rule, locations, message.</summary>
public static class InvalidDocuments
{
    public static TheoryData<string, string[]> All => new()
    {
        {
            "{ band { name } } type A { b: Int } extend schema @a extend type B @c directive @d on FIELD schema { query: A }",
            [
                "ExecutableDefinitions 1:19 The definition of the type \"A\" is not executable.",
                "ExecutableDefinitions 1:37 A schema extension is not executable.",
                "ExecutableDefinitions 1:54 The extension of the type \"B\" is not executable.",
                "ExecutableDefinitions 1:71 The definition of the directive \"@d\" is not executable.",
                "ExecutableDefinitions 1:93 A schema definition is not executable.",
            ]
        },
        {
            "query A { band { name } } mutation A { rename(id: 1, name: \"\") { name } } query A { flag }",
            [
                "OperationNameUniqueness 1:7 1:36 There is more than one operation named \"A\".",
                "OperationNameUniqueness 1:7 1:81 There is more than one operation named \"A\".",
            ]
        },
        {
            "{ flag } query A { flag } { band { name } }",
            [
                "LoneAnonymousOperation 1:1 An operation without a name must be the only operation of its document.",
                "LoneAnonymousOperation 1:27 An operation without a name must be the only operation of its document.",
            ]
        },
        {
            "subscription S { renamed { name } released { name } }",
            [
                "SingleRootField 1:35 The subscription \"S\" must select exactly one field at its root.",
            ]
        },
        {
            "subscription { ...F } fragment F on Subscription { renamed { name } ... { other: released { name } } }",
            [
                "SingleRootField 1:75 A subscription must select exactly one field at its root.",
            ]
        },
        {
            "subscription ($a: Boolean!) { renamed @skip(if: $a) { name } ... @include(if: $a) { renamed { name } } }",
            [
                "SingleRootField 1:39 1:66 A subscription cannot use \"@skip\" at its root.",
            ]
        },
        {
            "subscription ($a: Boolean!) { renamed @skip(if: $a) @skip(if: $a) { name } }",
            [
                "SingleRootField 1:39 A subscription cannot use \"@skip\" at its root.",
                "DirectivesAreUniquePerLocation 1:39 1:53 The directive \"@skip\" can be used only once at the same location.",
            ]
        },
        {
            "subscription { ...F } fragment F on Subscription { ... on Query { flag } }",
            [
                "SingleRootField 1:14 A subscription must select exactly one field at its root.",
                "FragmentSpreadIsPossible 1:52 This fragment can never match: objects of the type \"Subscription\" cannot be of the type \"Query\".",
            ]
        },
        {
            "subscription { __typename }",
            [
                "SingleRootField 1:16 A subscription cannot select the meta-field \"__typename\" at its root.",
            ]
        },
        {
            "{ nothing band { nmae founded { x } } search { name founded __typename } }",
            [
                "FieldSelections 1:3 The field \"nothing\" does not exist on the type \"Query\".",
                "FieldSelections 1:18 The field \"nmae\" does not exist on the type \"Band\". Did you mean \"name\"?",
                "FieldSelections 1:48 The field \"name\" does not exist on the type \"Found\". Did you mean an inline fragment on \"Band\", \"Musician\" or \"Album\"?",
                "FieldSelections 1:53 The field \"founded\" does not exist on the type \"Found\". Did you mean an inline fragment on \"Band\"?",
                "LeafFieldSelections 1:31 The field \"founded\" must not have a selection set: its type \"Int\" has no fields.",
            ]
        },
        {
            "fragment F on Named { founded } { band { ...F } }",
            [
                "FieldSelections 1:23 The field \"founded\" does not exist on the type \"Named\". Did you mean an inline fragment on \"Band\"?",
            ]
        },
        {
            "{ band { name: label name } }",
            [
                "FieldSelectionMerging 1:10 1:22 The fields \"name\" cannot be merged: \"label\" and \"name\" are different fields. Use an alias for one of them.",
            ]
        },
        {
            "{ band { albums(first: 1) { name } albums(first: 2) { name } albums { name } } }",
            [
                "FieldSelectionMerging 1:10 1:36 The fields \"albums\" cannot be merged: their arguments differ. Use an alias for one of them.",
                "FieldSelectionMerging 1:10 1:62 The fields \"albums\" cannot be merged: their arguments differ. Use an alias for one of them.",
            ]
        },
        {
            "query ($a: Int, $b: Int) { band { albums(first: $a) { name } albums(first: $b) { name } } }",
            [
                "FieldSelectionMerging 1:35 1:62 The fields \"albums\" cannot be merged: their arguments differ. Use an alias for one of them.",
            ]
        },
        {
            "{ search { ... on Band { x: founded } ... on Musician { x: name } } }",
            [
                "FieldSelectionMerging 1:26 1:57 The fields \"x\" cannot be merged: their types \"Int\" and \"String!\" differ. Use an alias for one of them.",
            ]
        },
        {
            "{ search { ... on Band { label } ... on Musician { label { name } } } }",
            [
                "FieldSelectionMerging 1:26 1:52 The fields \"label\" cannot be merged: their types \"String\" and \"Label\" differ. Use an alias for one of them.",
            ]
        },
        {
            "{ search { ... on Band { x: members { n: born } } ... on Album { x: tracks { n: title } } } }",
            [
                "FieldSelectionMerging 1:26 1:66 The fields \"x\" cannot be merged: their types \"[Musician!]\" and \"[Track!]!\" differ. Use an alias for one of them.",
            ]
        },
        {
            "{ search { ... on Band { x: members { n: name } } ... on Musician { x: label { n: city } } } }",
            [
                "FieldSelectionMerging 1:26 1:69 The fields \"x\" cannot be merged: their types \"[Musician!]\" and \"Label\" differ. Use an alias for one of them.",
            ]
        },
        {
            "{ band { members { label { name } } } ...F } fragment F on Query { band { members { label { name: city } } } }",
            [
                "FieldSelectionMerging 1:28 1:93 The fields \"name\" cannot be merged: \"name\" and \"city\" are different fields. Use an alias for one of them.",
            ]
        },
        {
            "{ search { ... on Performer { x: name } ... on Band { x: label } ... on Musician { x: name } } }",
            [
                "FieldSelectionMerging 1:31 1:55 The fields \"x\" cannot be merged: \"name\" and \"label\" are different fields. Use an alias for one of them.",
            ]
        },
        {
            "{ search(filter: { name: \"a\", instruments: [GUITAR] }) { __typename } search(filter: { name: \"a\", instruments: [DRUMS] }) { __typename } }",
            [
                "FieldSelectionMerging 1:3 1:71 The fields \"search\" cannot be merged: their arguments differ. Use an alias for one of them.",
            ]
        },
        {
            "{ band flag { x } search }",
            [
                "LeafFieldSelections 1:3 The field \"band\" of the type \"Band\" needs a selection of its fields. Did you mean \"band { ... }\"?",
                "LeafFieldSelections 1:13 The field \"flag\" must not have a selection set: its type \"Boolean\" has no fields.",
                "LeafFieldSelections 1:19 The field \"search\" of the type \"[Found!]\" needs a selection of its fields. Did you mean \"search { ... }\"?",
            ]
        },
        {
            "{ band { ... on Band { name { x } albums } } __schema __typename { x } }",
            [
                "LeafFieldSelections 1:29 The field \"name\" must not have a selection set: its type \"String!\" has no fields.",
                "LeafFieldSelections 1:35 The field \"albums\" of the type \"[Album!]\" needs a selection of its fields. Did you mean \"albums { ... }\"?",
                "LeafFieldSelections 1:46 The field \"__schema\" of the type \"__Schema!\" needs a selection of its fields. Did you mean \"__schema { ... }\"?",
                "LeafFieldSelections 1:66 The field \"__typename\" must not have a selection set: its type \"String!\" has no fields.",
            ]
        },
        {
            "{ flag(vaule: true) @skip(if: true, unless: false) band @audit(leval: 2) { name } }",
            [
                "ArgumentNames 1:8 The argument \"vaule\" does not exist on \"Query.flag\". Did you mean \"value\"?",
                "ArgumentNames 1:37 The argument \"unless\" does not exist on \"@skip\".",
                "ArgumentNames 1:64 The argument \"leval\" does not exist on \"@audit\". Did you mean \"level\"?",
            ]
        },
        {
            "{ flag(value: true, value: false) band @audit(level: 1, level: 2) { name } }",
            [
                "ArgumentUniqueness 1:8 1:21 The argument \"value\" of \"Query.flag\" is given more than once.",
                "ArgumentUniqueness 1:47 1:57 The argument \"level\" of \"@audit\" is given more than once.",
            ]
        },
        {
            "{ album { name } search { ... on Musician { plays } } flag @limit @skip }",
            [
                "RequiredArguments 1:3 The argument \"id\" of the type \"ID!\" is required on \"Query.album\", but was not provided.",
                "RequiredArguments 1:45 The argument \"instrument\" of the type \"Instrument!\" is required on \"Musician.plays\", but was not provided.",
                "RequiredArguments 1:60 The argument \"to\" of the type \"Int!\" is required on \"@limit\", but was not provided.",
                "RequiredArguments 1:67 The argument \"if\" of the type \"Boolean!\" is required on \"@skip\", but was not provided.",
            ]
        },
        {
            "{ album(id: null) { rating(scale: null) } flag(value: null) }",
            [
                "ValuesOfCorrectType 1:13 Expected a value of the type \"ID!\", found null for \"Query.album(id:)\".",
                "ValuesOfCorrectType 1:35 Expected a value of the type \"Int!\", found null for \"Album.rating(scale:)\".",
                "ValuesOfCorrectType 1:55 Expected a value of the type \"Boolean!\", found null for \"Query.flag(value:)\".",
            ]
        },
        {
            "{ band { ...F } } fragment F on Band { name } fragment F on Band { founded }",
            [
                "FragmentNameUniqueness 1:28 1:56 There is more than one fragment named \"F\".",
            ]
        },
        {
            "{ search { ... on Bnad { name } ...F } } fragment F on Nothing { name }",
            [
                "FragmentSpreadTypeExistence 1:19 The type \"Bnad\" does not exist. Did you mean \"Band\"?",
                "FragmentSpreadTypeExistence 1:56 The type \"Nothing\" does not exist.",
            ]
        },
        {
            "{ search { ... on Int { name } ...F } } fragment F on Filter { name }",
            [
                "FragmentsOnCompositeTypes 1:19 A fragment cannot select on the type \"Int\": it is not an object, interface or union type.",
                "FragmentsOnCompositeTypes 1:55 A fragment cannot select on the type \"Filter\": it is not an object, interface or union type.",
            ]
        },
        {
            "{ flag } fragment A on Query { ...B } fragment B on Query { flag }",
            [
                "FragmentsMustBeUsed 1:10 The fragment \"A\" is never used.",
                "FragmentsMustBeUsed 1:39 The fragment \"B\" is never used.",
            ]
        },
        {
            "{ ...A ... on Query { ...B } }",
            [
                "FragmentSpreadTargetDefined 1:6 The fragment \"A\" does not exist.",
                "FragmentSpreadTargetDefined 1:26 The fragment \"B\" does not exist.",
            ]
        },
        {
            "{ ...A } fragment A on Query { flag ...A }",
            [
                "FragmentSpreadsMustNotFormCycles 1:37 The fragment \"A\" spreads itself.",
            ]
        },
        {
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ... { ...C } ...A } fragment C on Query { ...A }",
            [
                "FragmentSpreadsMustNotFormCycles 1:32 1:67 1:103 The fragment \"A\" spreads itself via \"B\", \"C\".",
                "FragmentSpreadsMustNotFormCycles 1:32 1:74 The fragment \"A\" spreads itself via \"B\".",
            ]
        },
        {
            "{ band { ... on Musician { name } ...A ... on Archived { box } ... on Dated { released } } } fragment A on Album { name }",
            [
                "FragmentSpreadIsPossible 1:10 This fragment can never match: objects of the type \"Band\" cannot be of the type \"Musician\".",
                "FragmentSpreadIsPossible 1:35 The fragment \"A\" can never match: objects of the type \"Band\" cannot be of the type \"Album\".",
                "FragmentSpreadIsPossible 1:40 This fragment can never match: objects of the type \"Band\" cannot be of the type \"Archived\".",
                "FragmentSpreadIsPossible 1:64 This fragment can never match: objects of the type \"Band\" cannot be of the type \"Dated\".",
            ]
        },
        {
            "{ sum(of: [\"1\", 1.5, true, null, [1], {a: 1}, RED, 3000000000]) }",
            [
                "ValuesOfCorrectType 1:12 Int cannot represent a string.",
                "ValuesOfCorrectType 1:17 Int cannot represent a number with a fraction.",
                "ValuesOfCorrectType 1:22 Int cannot represent a boolean.",
                "ValuesOfCorrectType 1:28 Expected a value of the type \"Int!\", found null for \"Query.sum(of:)\".",
                "ValuesOfCorrectType 1:34 Int cannot represent a list.",
                "ValuesOfCorrectType 1:39 Int cannot represent an object.",
                "ValuesOfCorrectType 1:47 Int cannot represent an enum value.",
                "ValuesOfCorrectType 1:52 Int cannot represent a number outside the range of 32 bits.",
            ]
        },
        {
            "{ matrix(of: [[1, \"2\"], 3, { a: 1 }]) text(value: 3, number: \"x\") flag(value: FALSE) }",
            [
                "ValuesOfCorrectType 1:19 Int cannot represent a string.",
                "ValuesOfCorrectType 1:28 Int cannot represent an object.",
                "ValuesOfCorrectType 1:51 String cannot represent an integer.",
                "ValuesOfCorrectType 1:62 Float cannot represent a string.",
                "ValuesOfCorrectType 1:79 Boolean cannot represent an enum value.",
            ]
        },
        {
            "{ search { ... on Musician { a: plays(instrument: GUITARS) b: plays(instrument: \"DRUMS\") c: plays(instrument: 1) d: plays(instrument: null) e: plays(instrument: [PIANO]) } } }",
            [
                "ValuesOfCorrectType 1:51 The enum \"Instrument\" has no value \"GUITARS\" for \"Musician.plays(instrument:)\". Did you mean \"GUITAR\"?",
                "ValuesOfCorrectType 1:81 Expected a value of the enum \"Instrument\", found a string for \"Musician.plays(instrument:)\". Did you mean \"DRUMS\"?",
                "ValuesOfCorrectType 1:111 Expected a value of the enum \"Instrument\", found an integer for \"Musician.plays(instrument:)\".",
                "ValuesOfCorrectType 1:135 Expected a value of the type \"Instrument!\", found null for \"Musician.plays(instrument:)\".",
                "ValuesOfCorrectType 1:162 Expected a value of the enum \"Instrument\", found a list for \"Musician.plays(instrument:)\".",
            ]
        },
        {
            "{ search(filter: \"a\") { __typename } performer(key: [1]) { name } }",
            [
                "ValuesOfCorrectType 1:18 Expected an object of the type \"Filter\", found a string for \"Query.search(filter:)\".",
                "ValuesOfCorrectType 1:53 Expected an object of the type \"Key\", found a list for \"Query.performer(key:)\".",
            ]
        },
        {
            "query ($a: Int = \"x\", $b: Filter = { name: null }, $c: Int! = null, $d: Instrument = GUITARS) { flag @audit(level: $a) search(filter: $b) { ... on Musician { plays(instrument: $d) } } sum(of: [$c]) }",
            [
                "ValuesOfCorrectType 1:18 Int cannot represent a string.",
                "ValuesOfCorrectType 1:44 Expected a value of the type \"String!\", found null for \"Filter.name\".",
                "ValuesOfCorrectType 1:63 Expected a value of the type \"Int!\", found null for \"$c\".",
                "ValuesOfCorrectType 1:86 The enum \"Instrument\" has no value \"GUITARS\" for \"$d\". Did you mean \"GUITAR\"?",
            ]
        },
        {
            "{ albumsOf(year: 12) { name } x: albumsOf(year: \"12\") { name } }",
            [
                "ValuesOfCorrectType 1:18 A year has four digits.",
                "ValuesOfCorrectType 1:49 Year cannot represent a string.",
            ]
        },
        {
            "query ($v: Int) { sum(of: [[$v]]) text(value: [$v]) }",
            [
                "ValuesOfCorrectType 1:28 Int cannot represent a list.",
                "ValuesOfCorrectType 1:47 String cannot represent a list.",
            ]
        },
        {
            "{ a: performer(key: {}) { name } b: performer(key: { id: 1, name: \"a\" }) { name } c: performer(key: { name: null }) { name } }",
            [
                "ValuesOfCorrectType 1:21 Exactly one field of the type \"Key\" must be given.",
                "ValuesOfCorrectType 1:52 Exactly one field of the type \"Key\" must be given.",
                "ValuesOfCorrectType 1:101 The field \"Key.name\" must not be null.",
            ]
        },
        {
            "{ search(filter: { nam: \"a\", nested: { name: \"b\", wrong: 1 } }) { __typename } }",
            [
                "InputObjectFieldNames 1:20 The field \"nam\" does not exist on the type \"Filter\". Did you mean \"name\"?",
                "InputObjectFieldNames 1:51 The field \"wrong\" does not exist on the type \"Filter\".",
                "InputObjectRequiredFields 1:18 The field \"Filter.name\" of the type \"String!\" is required, but was not provided.",
            ]
        },
        {
            "{ search(filter: { name: \"a\", name: \"b\" }) { __typename } text(anything: { a: 1, b: { c: 1, c: 2 }, a: 2 }) }",
            [
                "InputObjectFieldUniqueness 1:20 1:31 The field \"name\" is given more than once.",
                "InputObjectFieldUniqueness 1:76 1:101 The field \"a\" is given more than once.",
                "InputObjectFieldUniqueness 1:87 1:93 The field \"c\" is given more than once.",
            ]
        },
        {
            "{ search(filter: { minRating: null, nested: {} }) { __typename } }",
            [
                "ValuesOfCorrectType 1:31 Expected a value of the type \"Float!\", found null for \"Filter.minRating\".",
                "InputObjectRequiredFields 1:18 The field \"Filter.name\" of the type \"String!\" is required, but was not provided.",
                "InputObjectRequiredFields 1:45 The field \"Filter.name\" of the type \"String!\" is required, but was not provided.",
            ]
        },
        {
            "query ($a: Int @nothing) @unknown { flag @missing(if: $a) ...F @none } fragment F on Query @no { flag ... @never { flag } }",
            [
                "DirectivesAreDefined 1:16 The directive \"@nothing\" does not exist.",
                "DirectivesAreDefined 1:26 The directive \"@unknown\" does not exist.",
                "DirectivesAreDefined 1:42 The directive \"@missing\" does not exist.",
                "DirectivesAreDefined 1:64 The directive \"@none\" does not exist.",
                "DirectivesAreDefined 1:92 The directive \"@no\" does not exist.",
                "DirectivesAreDefined 1:107 The directive \"@never\" does not exist.",
            ]
        },
        {
            "query ($a: Int @skip(if: true)) @skip(if: true) { band { albums(first: $a) @deprecated { name } ...F @audit } } fragment F on Band @once { name ... @audit { name } } mutation @audit { rename(id: 1, name: \"\") { name } }",
            [
                "LoneAnonymousOperation 1:1 An operation without a name must be the only operation of its document.",
                "LoneAnonymousOperation 1:167 An operation without a name must be the only operation of its document.",
                "DirectivesAreInValidLocations 1:16 The directive \"@skip\" cannot be used on a variable definition.",
                "DirectivesAreInValidLocations 1:33 The directive \"@skip\" cannot be used on a query.",
                "DirectivesAreInValidLocations 1:76 The directive \"@deprecated\" cannot be used on a field.",
                "DirectivesAreInValidLocations 1:102 The directive \"@audit\" cannot be used on a fragment spread.",
                "DirectivesAreInValidLocations 1:132 The directive \"@once\" cannot be used on a fragment definition.",
                "DirectivesAreInValidLocations 1:149 The directive \"@audit\" cannot be used on an inline fragment.",
                "DirectivesAreInValidLocations 1:176 The directive \"@audit\" cannot be used on a mutation.",
            ]
        },
        {
            "{ flag @once @once @audit @audit @skip(if: true) @skip(if: false) @unknown @unknown }",
            [
                "DirectivesAreDefined 1:67 The directive \"@unknown\" does not exist.",
                "DirectivesAreDefined 1:76 The directive \"@unknown\" does not exist.",
                "DirectivesAreUniquePerLocation 1:8 1:14 The directive \"@once\" can be used only once at the same location.",
                "DirectivesAreUniquePerLocation 1:34 1:50 The directive \"@skip\" can be used only once at the same location.",
            ]
        },
        {
            "query ($a: Int, $b: Int, $a: String) { band { albums(first: $a) { name } } x: band { albums(first: $b) { name } } }",
            [
                "VariableUniqueness 1:9 1:27 The variable \"$a\" is declared more than once.",
                "AllVariableUsagesAreAllowed 1:26 1:61 The variable \"$a\" of the type \"String\" cannot be used here: the type \"Int\" is expected.",
            ]
        },
        {
            "query ($a: Band, $b: [Found!]!, $c: Filte, $d: Performer) { text(anything: [$a, $b, $c, $d]) }",
            [
                "VariablesAreInputTypes 1:12 The variable \"$a\" cannot have the type \"Band\": it is not an input type.",
                "VariablesAreInputTypes 1:22 The variable \"$b\" cannot have the type \"[Found!]!\": it is not an input type.",
                "VariablesAreInputTypes 1:37 The type \"Filte\" does not exist. Did you mean \"Filter\" or \"Int\"?",
                "VariablesAreInputTypes 1:48 The variable \"$d\" cannot have the type \"Performer\": it is not an input type.",
            ]
        },
        {
            "query A { flag(value: $a) ...F } query B($b: Int) { ...F } fragment F on Query { sum(of: [$b]) search(filter: { name: $c }) { __typename } text(anything: { x: $d }) }",
            [
                "AllVariableUsesDefined 1:23 1:1 The variable \"$a\" is not declared by the operation \"A\".",
                "AllVariableUsesDefined 1:91 1:1 The variable \"$b\" is not declared by the operation \"A\".",
                "AllVariableUsesDefined 1:119 1:1 The variable \"$c\" is not declared by the operation \"A\".",
                "AllVariableUsesDefined 1:160 1:1 The variable \"$d\" is not declared by the operation \"A\".",
                "AllVariableUsesDefined 1:119 1:34 The variable \"$c\" is not declared by the operation \"B\".",
                "AllVariableUsesDefined 1:160 1:34 The variable \"$d\" is not declared by the operation \"B\".",
                "AllVariableUsagesAreAllowed 1:42 1:91 The variable \"$b\" of the type \"Int\" cannot be used here: the type \"Int!\" is expected.",
            ]
        },
        {
            "query A($a: Int, $b: Int) { band { albums(first: $a) { name } } } query ($c: Int) { ...F } fragment F on Query { flag }",
            [
                "LoneAnonymousOperation 1:67 An operation without a name must be the only operation of its document.",
                "AllVariablesUsed 1:18 The variable \"$b\" is never used in the operation \"A\".",
                "AllVariablesUsed 1:74 The variable \"$c\" is never used.",
            ]
        },
        {
            "query ($a: Int, $b: Int!, $c: [Int], $d: [Int!], $e: String, $f: Int = null) { x: sum(of: [$a]) y: sum(of: $c) z: sum(of: $d) flag(value: $e) matrix(of: [$c, $b]) text(value: $b) w: sum(of: [$f]) }",
            [
                "AllVariableUsagesAreAllowed 1:8 1:92 The variable \"$a\" of the type \"Int\" cannot be used here: the type \"Int!\" is expected.",
                "AllVariableUsagesAreAllowed 1:27 1:108 The variable \"$c\" of the type \"[Int]\" cannot be used here: the type \"[Int!]!\" is expected.",
                "AllVariableUsagesAreAllowed 1:38 1:123 The variable \"$d\" of the type \"[Int!]\" cannot be used here: the type \"[Int!]!\" is expected.",
                "AllVariableUsagesAreAllowed 1:50 1:139 The variable \"$e\" of the type \"String\" cannot be used here: the type \"Boolean!\" is expected.",
                "AllVariableUsagesAreAllowed 1:17 1:159 The variable \"$b\" of the type \"Int!\" cannot be used here: the type \"[Int]\" is expected.",
                "AllVariableUsagesAreAllowed 1:17 1:176 The variable \"$b\" of the type \"Int!\" cannot be used here: the type \"String\" is expected.",
                "AllVariableUsagesAreAllowed 1:62 1:192 The variable \"$f\" of the type \"Int\" cannot be used here: the type \"Int!\" is expected.",
            ]
        },
        {
            "query ($id: ID, $name: String!, $n: Int) { a: performer(key: { id: $id }) { name } b: performer(key: { name: $name }) { name } c: performer(key: { name: $n }) { name } }",
            [
                "AllVariableUsagesAreAllowed 1:8 1:68 The variable \"$id\" of the type \"ID\" cannot be used here: a field of the OneOf input type \"Key\" must not be null.",
                "AllVariableUsagesAreAllowed 1:33 1:154 The variable \"$n\" of the type \"Int\" cannot be used here: the type \"String\" is expected.",
            ]
        },
        {
            "query ($f: Filter, $k: Key) { search(filter: { name: \"a\", nested: $f }, keys: [$k]) { __typename } }",
            [
                "AllVariableUsagesAreAllowed 1:20 1:80 The variable \"$k\" of the type \"Key\" cannot be used here: the type \"Key!\" is expected.",
            ]
        },
    };
}
