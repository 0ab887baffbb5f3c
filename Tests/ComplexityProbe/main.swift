import CValgrind
import Glibc

// Runs every case on each kind of hostile input, twice: on a short one and on a longer one. Under callgrind each
// run leaves a file with its number of instructions, named `case|input|bytes`. `Tests/EndToEnd/test_complexity.py` compares.
//
//   complexity-probe SHORT LONG [case]
//   complexity-probe cases
if CommandLine.arguments.dropFirst().elementsEqual(["cases"]) {
    for probe in allProbes { print(probe.name) }
    exit(0)
}
guard CommandLine.arguments.count >= 3, let short = Int(CommandLine.arguments[1]),
    let long = Int(CommandLine.arguments[2])
else {
    print("complexity-probe SHORT LONG [case]: two lengths in bytes")
    exit(2)
}
let wanted = CommandLine.arguments.dropFirst(3).first
for probe in allProbes where wanted == nil || wanted == probe.name {
    for (name, make) in hostileInputs {
        for size in [short, long] {
            let input = make(size)
            cvalgrind_begin()
            probe.run(input)
            cvalgrind_end("\(probe.name)|\(name)|\(input.count)")
        }
        print("\(probe.name) \(name)")
    }
}
