import Domain

/// Watches over the stores themselves, in each process.
struct LostStoresService: Service {
    let name = "lost-stores"
    let stores: LostStores
    let clock: any WallClock

    func run() async { await every(.seconds(5), firstAfter: .seconds(1), on: clock) { await stores.round() } }
}
