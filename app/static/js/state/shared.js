/** @import { Language } from '#state/language' */
/** @import { StagePayload } from '#payloads' */
import { Flight } from '#flight'
import { Theme } from '#map/theme'
import { Clock } from '#state/clock'
import { Layers } from '#state/layers'
import { Observable } from '#state/observable'

/** What all maps of a page show alike. */
export class Shared {
  /**
   * @param {StagePayload} setting
   * @param {Language} language
   */
  constructor ({ presentation, clock, layers, flights, modes, accounts, messages }, language) {
    this.root = document.documentElement
    this.presentation = presentation
    this.clock = new Clock(clock)
    this.layers = new Layers(layers)
    this.flights = flights.map((each) => new Flight(each, modes[each.mode], this.clock))
    this.accounts = accounts
    /** @type {Observable<string | null>} */
    this.account = new Observable(null)
    /** @type {Observable<string | null>} */
    this.selection = new Observable(null)
    /** @type {Observable<string | null>} */
    this.spotlight = new Observable(null)
    /** @type {Observable<string | null>} */
    this.chapter = new Observable(null)
    this.language = language
    this.theme = new Theme(this.root)
    this.messages = messages
  }
}
