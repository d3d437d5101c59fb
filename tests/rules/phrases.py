"""What coordinators type, and what it means on Tuesday 2026-11-24 at 10:00 in America/New_York.

A line is a phrase and its reading on the wall. A date and hour is certain, `|` is between the answers of a question, a
date alone still lacks its hour, an hour alone its day, a word is a problem. `~` marks what nobody expects to be taken
without a question: vague, contradictory or impossible phrases, and those that are not one date.
"""

ENGLISH = """
  thu 9am                                          > 2026-11-26 09:00
  Thu 9:00                                         > 2026-11-26 09:00
  Thursday 9 am                                    > 2026-11-26 09:00
  Thurs 8:30-11am                                  > 2026-11-26 08:30-11:00
  thur 9a                                          > 2026-11-26 09:00
  thursday at 9                                    > 2026-11-26 09:00
  Thursday at 9:00 AM                              > 2026-11-26 09:00
  Thu., 9 a.m.                                     > 2026-11-26 09:00
  thu@9                                            > 2026-11-26 09:00
  thu @ 9am                                        > 2026-11-26 09:00
  9am thursday                                     > 2026-11-26 09:00
  9am on thursday                                  > 2026-11-26 09:00
  at 9 on Thursday                                 > 2026-11-26 09:00
  this Thursday 9am                                > 2026-11-26 09:00
  coming thursday at 10                            > 2026-11-26 10:00
  Fri 6:30p                                        > 2026-11-27 18:30
  fri 6:30 PM                                      > 2026-11-27 18:30
  Friday 18:30                                     > 2026-11-27 18:30
  friday at 6:30pm                                 > 2026-11-27 18:30
  sat 10am                                         > 2026-11-28 10:00
  Saturday 10-12                                   > 2026-11-28 10:00-12:00
  saturday from 9 to 11                            > 2026-11-28 09:00-11:00
  Saturday from 10am to 1pm                        > 2026-11-28 10:00-13:00
  Sat 9am-1                                        > 2026-11-28 09:00-13:00
  sun 2pm                                          > 2026-11-29 14:00
  sunday 2-4pm                                     > 2026-11-29 14:00-16:00
  Sunday at noon                                   > 2026-11-29 12:00
  mon 8am                                          > 2026-11-30 08:00
  monday 8:15                                      > 2026-11-30 08:15
  Mon 11-1pm                                       > 2026-11-30 11:00-13:00
  monday 9-5                                       > 2026-11-30 09:00-17:00
  wed 930am                                        > 2026-11-25 09:30
  weds 1030am                                      > 2026-11-25 10:30
  wednesday half past 9                            > 2026-11-25 09:30
  Wednesday at quarter to 9                        > 2026-11-25 08:45
  wed quarter past 9                               > 2026-11-25 09:15
  Wednesday at nine                                > 2026-11-25 09:00
  wed nine thirty am                               > 2026-11-25 09:30
  wednesday 10 o'clock                             > 2026-11-25 10:00
  wed at 10 sharp                                  > 2026-11-25 10:00
  tomorrow 9am                                     > 2026-11-25 09:00
  tomorrow at nine                                 > 2026-11-25 09:00
  tomorrow @ 9am                                   > 2026-11-25 09:00
  tmrw 10am                                        > 2026-11-25 10:00
  tmw 9-11am                                       > 2026-11-25 09:00-11:00
  tomorow 9am                                      > 2026-11-25 09:00
  tomorrow morning at 7                            > 2026-11-25 07:00
  tomorrow afternoon at 3                          > 2026-11-25 15:00
  tomorrow evening at 6                            > 2026-11-25 18:00
  tomorrow night at 8                              > 2026-11-25 20:00
  tomorrow at noon                                 > 2026-11-25 12:00
  tomorrow 9                                       > 2026-11-25 09:00
  today 4pm                                        > 2026-11-24 16:00
  today at 3                                       > 2026-11-24 15:00
  today noon                                       > 2026-11-24 12:00
  tonight 7pm                                      > 2026-11-24 19:00
  tonight at 7                                     > 2026-11-24 19:00
  this afternoon at 2                              > 2026-11-24 14:00
  this evening at 6                                > 2026-11-24 18:00
  day after tomorrow 9am                           > 2026-11-26 09:00
  the day after tomorrow at 10                     > 2026-11-26 10:00
  in 3 days at 9am                                 > 2026-11-27 09:00
  in a week at 9am                                 > 2026-12-01 09:00
  in two weeks 10am                                > 2026-12-08 10:00
  Dec 3 9am                                        > 2026-12-03 09:00
  Dec. 3rd, 9:00 a.m.                              > 2026-12-03 09:00
  December 3rd at 9am                              > 2026-12-03 09:00
  December 3, 2026, 9:00 AM                        > 2026-12-03 09:00
  3 December 9am                                   > 2026-12-03 09:00
  3rd of December at 9                             > 2026-12-03 09:00
  Dec 3 at noon                                    > 2026-12-03 12:00
  Thursday December 3 9am                          > 2026-12-03 09:00
  Thu Dec 3 9-11am                                 > 2026-12-03 09:00-11:00
  Thursday, December 3rd @ 9:00AM                  > 2026-12-03 09:00
  thursday the 3rd at 10am                         > 2026-12-03 10:00
  on the 3rd at 9                                  > 2026-12-03 09:00
  the 3rd at 9am                                   > 2026-12-03 09:00
  the 30th 8:30am                                  > 2026-11-30 08:30
  fri 12/4 9am                                     > 2026-12-04 09:00
  Friday 12/4/26 10:30                             > 2026-12-04 10:30
  12/4/2026 10:00am                                > 2026-12-04 10:00
  11/30 9am                                        > 2026-11-30 09:00
  11/30 9-11                                       > 2026-11-30 09:00-11:00
  8/30 6:30p                                       > 2027-08-30 18:30
  30/8 6:30p                                       > 2027-08-30 18:30
  Mon 11/30 8:30am                                 > 2026-11-30 08:30
  dec 15 9am to 11am                               > 2026-12-15 09:00-11:00
  dec 15 between 9 and 11                          > 2026-12-15 09:00-11:00
  jan 5 9am                                        > 2027-01-05 09:00
  January 5th, 2027 9am                            > 2027-01-05 09:00
  2026-12-03 09:00                                 > 2026-12-03 09:00
  2026-12-03 9:00-11:00                            > 2026-12-03 09:00-11:00
  2026-12-03T09:00                                 > 2026-12-03 09:00
  2026-12-03 3pm                                   > 2026-12-03 15:00
  2026/12/03 14:30                                 > 2026-12-03 14:30
  3 dec 2026 14:30                                 > 2026-12-03 14:30
  thu 9am 2h                                       > 2026-11-26 09:00-11:00
  thu 9am for 2 hours                              > 2026-11-26 09:00-11:00
  thu 9am 90 min                                   > 2026-11-26 09:00-10:30
  thu 9am 1h30                                     > 2026-11-26 09:00-10:30
  thu 9am 1.5 hrs                                  > 2026-11-26 09:00-10:30
  Thu 9am, for an hour                             > 2026-11-26 09:00-10:00
  thursday morning                                 > 2026-11-26 morning
  Thu morning tbc                                  > 2026-11-26 morning
  thursday afternoon                               > 2026-11-26 afternoon
  tomorrow morning                                 > 2026-11-25 morning
  tomorrow afternoon, time to be confirmed         > 2026-11-25 afternoon
  thu am                                           > 2026-11-26 morning
  sat                                              > 2026-11-28
  Saturday                                         > 2026-11-28
  tomorrow                                         > 2026-11-25
  Dec 3                                            > 2026-12-03
  12/25                                            > 2026-12-25
  Thursday the 3rd                                 > 2026-12-03
  2026-12-03                                       > 2026-12-03
  9am                                              > 09:00
  9:00                                             > 09:00
  at 9                                             > 09:00
  9-11am                                           > 09:00-11:00
  from 9 to 11                                     > 09:00-11:00
  noon                                             > 12:00
  quarter to nine                                  > 08:45
  next tuesday 9am                                 > 2026-12-01 09:00 | 2026-12-08 09:00
  next thur                                        > 2026-11-26 | 2026-12-03
  12/3 at noon                                     > 2026-12-03 12:00 | 2027-03-12 12:00
  12/3 9-11                                        > 2026-12-03 09:00-11:00 | 2027-03-12 09:00-11:00
  12/3                                             > 2026-12-03 | 2027-03-12
  thu at 3                                         > 2026-11-26 03:00 | 2026-11-26 15:00
  thu 7-9                                          > 2026-11-26 07:00-09:00 | 2026-11-26 19:00-21:00
  Thu 3                                            > 2026-11-26 | 2026-12-03
~ thu 9/8 at 9                                     > not_that_weekday
  thu midnight                                     > 2026-11-26 00:00 | 2026-11-27 00:00
  thu 12am                                         > 2026-11-26 00:00 | 2026-11-27 00:00
  tuesday                                          > 2026-11-24 | 2026-12-01
  tuesday at 11                                    > 2026-11-24 11:00 | 2026-12-01 11:00
  tuesday 9am                                      > 2026-12-01 09:00
  tomorrow at 3                                    > 2026-11-25 03:00 | 2026-11-25 15:00
  thursday 12/3 9:00 a.m. - 11:00 a.m.             > 2026-12-03 09:00-11:00
  9:30am-11:00am thursday dec 3                    > 2026-12-03 09:30-11:00
  friday 4 at 5pm                                  > 2026-12-04 17:00
  thu 10-12                                        > 2026-11-26 | 2026-12-10
  thu 10:00-12                                     > 2026-11-26 10:00-12:00
  12.3 9am                                         > 2026-12-03 09:00 | 2027-03-12 09:00
  thu 9.30                                         > 2026-11-26 09:30
  thu 9am - noon                                   > 2026-11-26 09:00-12:00
  thu noon-2                                       > 2026-11-26 12:00-14:00
~ tomorrow thursday 9am                            > not_that_weekday
~ 2 hours thu 9am                                  > no_date
~ 9-11 dec 3                                       > no_date
~ dec 3-5, 9am                                     > no_date
~ at 3                                             > 03:00 | 15:00
~ thu 9ish                                         > no_date
~ thu around 9                                     > no_date
~ nineish                                          > no_date
~ about 9 tomorrow                                 > no_date
~ tomorrow-ish                                     > no_date
~ thu or fri 9am                                   > no_date
~ thu-fri                                          > no_date
~ by thursday 9am                                  > no_date
~ after 9am thursday                               > no_date
~ not thursday                                     > no_date
~ early thursday                                   > no_date
~ soon                                             > no_date
~ asap                                             > no_date
~ thursday evening                                 > no_date
~ tonight                                          > no_date
~ next week                                        > no_date
~ 2 hours                                          > no_date
~ in 2 hours                                       > no_date
~ every thursday 9am                               > no_date
~ Thursdays 9am                                    > no_date
~ yesterday 9am                                    > no_date
~ today 9am                                        > past
~ 11/20 9am                                        > past
~ nov 2 9am                                        > past
~ Dec 3 2025 9am                                   > past
~ Thursday December 4 9am                          > not_that_weekday
~ Wed 12/3 9am                                     > not_that_weekday
~ feb 30 9am                                       > no_such_date
~ 13/13 9am                                        > no_such_date
~ 9/22/2027 9am                                    > too_far
~ 2030-01-01 09:00                                 > too_far
~ thu 25:00                                        > no_date
~ thu 9:75                                         > no_date
~ thu 13am                                         > no_date
~ thu 9-9am                                        > end_before_start
~ thu 11am-9am                                     > end_before_start
~ thu 9pm-1am                                      > end_before_start
~ thu 9am for 0 hours                              > end_before_start
~ thu 9am for 25 hours                             > end_before_start
~ thu 9am in the afternoon                         > no_date
~ thu 15:00 in the morning                         > no_date
~ Dec 3 9                                          > no_date
~ Dec 3-5                                          > no_date
~ thu 9 12                                         > no_date
~ thu 1430                                         > no_date
~ 3/14/2027 2:30am                                 > no_such_hour
~ March 14 2027 1am-2:30am                         > no_such_hour
~ thu 9am thu 10am                                 > no_date
~ thu 9am EST                                      > no_date
~ meet me thursday at 9am                          > no_date
"""

SPANISH = """
  jueves 9am                                       > 2026-11-26 09:00
  jueves 9:00                                      > 2026-11-26 09:00
  Jueves 9 am                                      > 2026-11-26 09:00
  jue 9am                                          > 2026-11-26 09:00
  jue. 9 a. m.                                     > 2026-11-26 09:00
  jueves a las 9                                   > 2026-11-26 09:00
  jueves a las 9am                                 > 2026-11-26 09:00
  el jueves a las 9                                > 2026-11-26 09:00
  el jueves a las nueve                            > 2026-11-26 09:00
  el jueves a las 9 de la mañana                   > 2026-11-26 09:00
  jueves 9 de la mañana                            > 2026-11-26 09:00
  a las 9 de la mañana el jueves                   > 2026-11-26 09:00
  a las 9 del jueves                               > 2026-11-26 09:00
  las 9 del jueves                                 > 2026-11-26 09:00
  este jueves a las 10                             > 2026-11-26 10:00
  este jueves 10am                                 > 2026-11-26 10:00
  para el jueves a las 9am                         > 2026-11-26 09:00
  el thursday 9am                                  > 2026-11-26 09:00
  juebes 9am                                       > 2026-11-26 09:00
  viernes 6:30pm                                   > 2026-11-27 18:30
  viernes 6:30 p.m.                                > 2026-11-27 18:30
  viernes 6 y media de la tarde                    > 2026-11-27 18:30
  viernes a las 6 y media de la tarde              > 2026-11-27 18:30
  el viernes a las 18:30                           > 2026-11-27 18:30
  viernes 18h                                      > 2026-11-27 18:00
  viernes 15 hs                                    > 2026-11-27 15:00
  viernes a las 15 horas                           > 2026-11-27 15:00
  viernes 14:00 hrs                                > 2026-11-27 14:00
  el viernes a la 1 de la tarde                    > 2026-11-27 13:00
  viernes a la una de la tarde                     > 2026-11-27 13:00
  viernes a la una y media de la tarde             > 2026-11-27 13:30
  viernes 8 de la noche                            > 2026-11-27 20:00
  sábado 10am                                      > 2026-11-28 10:00
  sabado 10 am                                     > 2026-11-28 10:00
  sab 10am                                         > 2026-11-28 10:00
  sábado de 9 a 11                                 > 2026-11-28 09:00-11:00
  sábado de 9 a 11 de la mañana                    > 2026-11-28 09:00-11:00
  sábado de 10am a 1pm                             > 2026-11-28 10:00-13:00
  sábado de 11 a 1 de la tarde                     > 2026-11-28 11:00-13:00
  sábado entre las 9 y las 11                      > 2026-11-28 09:00-11:00
  sábado desde las 9 hasta las 11                  > 2026-11-28 09:00-11:00
  sábado 9-11am                                    > 2026-11-28 09:00-11:00
  domingo 2pm                                      > 2026-11-29 14:00
  domingo al mediodía                              > 2026-11-29 12:00
  domingo a mediodía                               > 2026-11-29 12:00
  dom 29 nov 10am                                  > 2026-11-29 10:00
  lunes 8am                                        > 2026-11-30 08:00
  lun 8:30                                         > 2026-11-30 08:30
  lunes 9 y cuarto                                 > 2026-11-30 09:15
  lunes a las 9 y media                            > 2026-11-30 09:30
  lunes a las 9 menos cuarto                       > 2026-11-30 08:45
  lunes cuarto para las 9                          > 2026-11-30 08:45
  lunes a las 9 en punto                           > 2026-11-30 09:00
  lunes a las 9 y 20                               > 2026-11-30 09:20
  Lunes 30 de noviembre de 9am a 11am              > 2026-11-30 09:00-11:00
  lunes 30 a las 9                                 > 2026-11-30 09:00
  miércoles 9am                                    > 2026-11-25 09:00
  miercoles 9am                                    > 2026-11-25 09:00
  mié 9am                                          > 2026-11-25 09:00
  mié 2 dic 8:30                                   > 2026-12-02 08:30
  mar 1 dic 9am                                    > 2026-12-01 09:00
  martes 1 de diciembre a las 9am                  > 2026-12-01 09:00
  mañana 9am                                       > 2026-11-25 09:00
  mañana a las 9                                   > 2026-11-25 09:00
  manana 10 am                                     > 2026-11-25 10:00
  mañana a las 9 de la mañana                      > 2026-11-25 09:00
  mañana por la mañana a las 9                     > 2026-11-25 09:00
  mañana en la mañana a las 8:30                   > 2026-11-25 08:30
  mañana por la tarde a las 3                      > 2026-11-25 15:00
  mañana a las 3 de la tarde                       > 2026-11-25 15:00
  mañana a las 3 y media de la tarde               > 2026-11-25 15:30
  mañana a las 7 de la noche                       > 2026-11-25 19:00
  mañana en la noche a las 8                       > 2026-11-25 20:00
  mañana al mediodía                               > 2026-11-25 12:00
  mañana miércoles 9am                             > 2026-11-25 09:00
  mañana de 9 a 11                                 > 2026-11-25 09:00-11:00
  hoy 4pm                                          > 2026-11-24 16:00
  hoy a las 4 de la tarde                          > 2026-11-24 16:00
  hoy a las 3                                      > 2026-11-24 15:00
  esta tarde a las 4                               > 2026-11-24 16:00
  esta noche a las 8                               > 2026-11-24 20:00
  hoy por la tarde a las 5                         > 2026-11-24 17:00
  pasado mañana 9am                                > 2026-11-26 09:00
  pasado mañana a las 3 y media de la tarde        > 2026-11-26 15:30
  en 3 días a las 9am                              > 2026-11-27 09:00
  dentro de 3 días a las 9am                       > 2026-11-27 09:00
  en una semana a las 10am                         > 2026-12-01 10:00
  3 de diciembre 9am                               > 2026-12-03 09:00
  3 de diciembre a las 9                           > 2026-12-03 09:00
  el 3 de diciembre a las 9 de la mañana           > 2026-12-03 09:00
  3 dic 9am                                        > 2026-12-03 09:00
  3 dic. 9:00                                      > 2026-12-03 09:00
  3 de dic 10am                                    > 2026-12-03 10:00
  3 de diciembre de 2026 9am                       > 2026-12-03 09:00
  3 de diciembre del 2026 a las 9                  > 2026-12-03 09:00
  diciembre 3 9am                                  > 2026-12-03 09:00
  3/dic 9am                                        > 2026-12-03 09:00
  el viernes 4 de dic 10am                         > 2026-12-04 10:00
  viernes 4 de diciembre 10:00                     > 2026-12-04 10:00
  vie 4 dic 10-11:30                               > 2026-12-04 10:00-11:30
  jueves, 3 de diciembre de 2026, 9:00–11:00       > 2026-12-03 09:00-11:00
  primero de diciembre a las 9am                   > 2026-12-01 09:00
  1ro de diciembre 9am                             > 2026-12-01 09:00
  el 3 a las 9am                                   > 2026-12-03 09:00
  el día 3 a las 9                                 > 2026-12-03 09:00
  el 30 a las 8:30 de la mañana                    > 2026-11-30 08:30
  jueves 3 9am                                     > 2026-12-03 09:00
  jueves 3 a las 9:30am                            > 2026-12-03 09:30
  viernes 4 a las 10                               > 2026-12-04 10:00
  jueves 3/12 9am                                  > 2026-12-03 09:00
  30/11 9am                                        > 2026-11-30 09:00
  sab 5/12 10am                                    > 2026-12-05 10:00
  25/12/2026 10:00                                 > 2026-12-25 10:00
  15/1/27 9am                                      > 2027-01-15 09:00
  2026-12-03 15:00                                 > 2026-12-03 15:00
  jueves 9am 2h                                    > 2026-11-26 09:00-11:00
  jueves 9am 2 horas                               > 2026-11-26 09:00-11:00
  jueves 9am por 2 horas                           > 2026-11-26 09:00-11:00
  jueves a las 9 durante una hora                  > 2026-11-26 09:00-10:00
  jueves 9am hora y media                          > 2026-11-26 09:00-10:30
  jueves por la mañana                             > 2026-11-26 morning
  jueves en la tarde                               > 2026-11-26 afternoon
  jueves por la tarde a las 4                      > 2026-11-26 16:00
  sábado por la mañana, hora por confirmar         > 2026-11-28 morning
  mañana por la mañana                             > 2026-11-25 morning
  mañana                                           > 2026-11-25
  jueves                                           > 2026-11-26
  el 3                                             > 2026-12-03
  3 de diciembre                                   > 2026-12-03
  sab 5/12                                         > 2026-12-05
  9 de la mañana                                   > 09:00
  a las 9                                          > 09:00
  de 9 a 11                                        > 09:00-11:00
  mediodía                                         > 12:00
  próximo martes 9am                               > 2026-12-01 09:00 | 2026-12-08 09:00
  el próximo martes a las 9am                      > 2026-12-01 09:00 | 2026-12-08 09:00
  martes que viene a las 3pm                       > 2026-12-01 15:00 | 2026-12-08 15:00
  jueves de la semana que viene 9am                > 2026-11-26 09:00 | 2026-12-03 09:00
  12/3 a las 9am                                   > 2026-12-03 09:00 | 2027-03-12 09:00
  3/12 9:00                                        > 2026-12-03 09:00 | 2027-03-12 09:00
  jueves a las 3                                   > 2026-11-26 03:00 | 2026-11-26 15:00
  viernes 27 a las 2                               > 2026-11-27 02:00 | 2026-11-27 14:00
  mañana a las 5                                   > 2026-11-25 05:00 | 2026-11-25 17:00
  mar 3                                            > 2026-11-24 | 2026-12-01 | 2027-03-03
  martes a las 11                                  > 2026-11-24 11:00 | 2026-12-01 11:00
  jueves 12 de la noche                            > 2026-11-26 00:00 | 2026-11-27 00:00
  jueves a medianoche                              > 2026-11-26 00:00 | 2026-11-27 00:00
  jueves 3 a las 5 > 2026-11-26 03:00-05:00 | 2026-11-26 15:00-17:00 | 2026-12-03 05:00 | 2026-12-03 17:00
  jueves 10 por la mañana                          > 2026-11-26 | 2026-12-10 morning
~ 3-5 dic 9am                                      > no_date
~ 3-5 dic 9 por la mañana                          > no_date
~ del 3 al 5 de diciembre                          > no_date
~ el 9 am                                          > no_date
  mar 10am                                         > 2026-12-01 10:00
  mar 8 9am                                        > 2026-12-08 09:00 | 2027-03-08 09:00
  lunes 7 9am                                      > 2026-12-07 09:00
  lunes 7 a las 9                                  > 2026-11-30 07:00-09:00 | 2026-11-30 19:00-21:00 | 2026-12-07 09:00
  sexta q vem 9h                                   > 2026-11-27 09:00 | 2026-12-04 09:00
~ a las 3                                          > 03:00 | 15:00
~ como a las 9                                     > no_date
~ jueves como a las 9                              > no_date
~ por ahí de las 9                                 > no_date
~ a eso de las 9                                   > no_date
~ tipo 9                                           > no_date
~ jueves tempranito                                > no_date
~ jueves noche                                     > no_date
~ esta noche                                       > no_date
~ jueves o viernes 9am                             > no_date
~ jueves y viernes 9am                             > no_date
~ de lunes a viernes                               > no_date
~ no jueves 9am                                    > no_date
~ antes del jueves                                 > no_date
~ después de las 9 del jueves                      > no_date
~ cada jueves 9am                                  > no_date
~ todos los jueves 9am                             > no_date
~ semana que viene                                 > no_date
~ ayer 9am                                         > no_date
~ hoy 9am                                          > past
~ 20 de noviembre 9am                              > past
~ 20/11 9am                                        > past
~ jueves 4 de diciembre 9am                        > not_that_weekday
~ jueves 4 a las 5                                 > not_that_weekday
~ miércoles 3/12 9am                               > not_that_weekday
~ 30 de febrero 9am                                > no_such_date
~ 31/11 9am                                        > no_such_date
~ 9am de la tarde                                  > no_date
~ 3 de la tarde 9am                                > no_date
~ 15h de la mañana                                 > no_date
~ lunes 12 de la mañana                            > no_date
~ a las 9 de mañana                                > no_date
~ de 11 a 9 de la mañana                           > end_before_start
~ jueves 9am 0 horas                               > end_before_start
~ en 2 horas                                       > no_date
~ 3 de diciembre 2028 9am                          > too_far
~ 14 de marzo de 2027 a las 2:30 am                > no_such_hour
~ jueves 9am hora de Boston                        > no_date
~ nos vemos el jueves 9am                          > no_date
"""

PORTUGUESE = """
  quinta 9h                                        > 2026-11-26 09:00
  quinta às 9h                                     > 2026-11-26 09:00
  quinta as 9h                                     > 2026-11-26 09:00
  quinta às 9                                      > 2026-11-26 09:00
  Quinta-feira às 9h                               > 2026-11-26 09:00
  quinta feira 9:00                                > 2026-11-26 09:00
  qui 9h                                           > 2026-11-26 09:00
  qui 15h30                                        > 2026-11-26 15:30
  qui. 15h30                                       > 2026-11-26 15:30
  quinta 15h                                       > 2026-11-26 15:00
  quinta 15 h                                      > 2026-11-26 15:00
  quinta às 15h                                    > 2026-11-26 15:00
  quinta às 15:30                                  > 2026-11-26 15:30
  na quinta às 9h                                  > 2026-11-26 09:00
  na quinta-feira, às 9h30                         > 2026-11-26 09:30
  nesta quinta às 10h                              > 2026-11-26 10:00
  esta quinta 10h                                  > 2026-11-26 10:00
  às 9h de quinta                                  > 2026-11-26 09:00
  às 9h da quinta-feira                            > 2026-11-26 09:00
  9h na quinta                                     > 2026-11-26 09:00
  9h quinta                                        > 2026-11-26 09:00
  5ª 9h                                            > 2026-11-26 09:00
  5ª feira 9h                                      > 2026-11-26 09:00
  5a feira às 10h                                  > 2026-11-26 10:00
  2a-feira 9h                                      > 2026-11-30 09:00
  3ª às 15h                                        > 2026-11-24 15:00 | 2026-12-01 15:00
  6ª-feira 14h30                                   > 2026-11-27 14:30
  quinta 9 da manhã                                > 2026-11-26 09:00
  quinta às 9 da manhã                             > 2026-11-26 09:00
  quinta às nove da manhã                          > 2026-11-26 09:00
  quinta às 3 da tarde                             > 2026-11-26 15:00
  quinta às 3h da tarde                            > 2026-11-26 15:00
  quinta às 3 e meia da tarde                      > 2026-11-26 15:30
  quinta 3h30 da tarde                             > 2026-11-26 15:30
  quinta à uma da tarde                            > 2026-11-26 13:00
  quinta à 1h da tarde                             > 2026-11-26 13:00
  quinta às 7 da noite                             > 2026-11-26 19:00
  quinta às 7h da noite                            > 2026-11-26 19:00
  sexta 10h                                        > 2026-11-27 10:00
  sexta-feira 10h                                  > 2026-11-27 10:00
  sex 10h                                          > 2026-11-27 10:00
  sexta das 9 às 11                                > 2026-11-27 09:00-11:00
  sexta das 9h às 11h                              > 2026-11-27 09:00-11:00
  sexta de 9h a 11h                                > 2026-11-27 09:00-11:00
  sexta das 14h às 16h                             > 2026-11-27 14:00-16:00
  sexta das 14 às 16h                              > 2026-11-27 14:00-16:00
  sexta 9h-11h                                     > 2026-11-27 09:00-11:00
  sexta 14h às 16h                                 > 2026-11-27 14:00-16:00
  sexta entre 9h e 11h                             > 2026-11-27 09:00-11:00
  sexta das 9h até as 11h                          > 2026-11-27 09:00-11:00
  sexta das 2 às 4 da tarde                        > 2026-11-27 14:00-16:00
  sexta das 11h às 13h                             > 2026-11-27 11:00-13:00
  sexta ao meio-dia                                > 2026-11-27 12:00
  sexta meio dia                                   > 2026-11-27 12:00
  sexta ao meio-dia e meia                         > 2026-11-27 12:30
  sexta 9h em ponto                                > 2026-11-27 09:00
  sexta às 9 e 15                                  > 2026-11-27 09:15
  sexta às 9 e meia                                > 2026-11-27 09:30
  sexta quinze para as nove                        > 2026-11-27 08:45
  sexta dia 4 às 10                                > 2026-12-04 10:00
  sexta, dia 4 de dezembro, às 10h                 > 2026-12-04 10:00
  sexta 4 de dezembro 10h                          > 2026-12-04 10:00
  sexta 4/12 10h                                   > 2026-12-04 10:00
  sábado 10h                                       > 2026-11-28 10:00
  sabado 10h                                       > 2026-11-28 10:00
  sáb 10h                                          > 2026-11-28 10:00
  no sábado às 10h                                 > 2026-11-28 10:00
  sábado dia 5 às 10h                              > 2026-12-05 10:00
  sábado de manhã às 9h                            > 2026-11-28 09:00
  sábado à tarde às 15h                            > 2026-11-28 15:00
  domingo 14h                                      > 2026-11-29 14:00
  dom 29/11 10h                                    > 2026-11-29 10:00
  no domingo às 14h                                > 2026-11-29 14:00
  segunda 8h                                       > 2026-11-30 08:00
  seg 8h30                                         > 2026-11-30 08:30
  segunda-feira às 8h30 da manhã                   > 2026-11-30 08:30
  segunda às 8:30                                  > 2026-11-30 08:30
  terça 1/12 9h                                    > 2026-12-01 09:00 | 2027-01-12 09:00
  ter 1 dez 9h                                     > 2026-12-01 09:00
  terça-feira, 1 de dezembro, 9h                   > 2026-12-01 09:00
  quarta 9h                                        > 2026-11-25 09:00
  qua 2/12 8h30                                    > 2026-12-02 08:30
  qua-feira 9h                                     > 2026-11-25 09:00
  amanhã 9h                                        > 2026-11-25 09:00
  amanha 9h                                        > 2026-11-25 09:00
  amanhã às 9h                                     > 2026-11-25 09:00
  amanhã às 14h                                    > 2026-11-25 14:00
  amanhã às 9 da manhã                             > 2026-11-25 09:00
  amanhã às 9                                      > 2026-11-25 09:00
  amanhã de manhã às 9h                            > 2026-11-25 09:00
  amanhã à tarde às 15h                            > 2026-11-25 15:00
  amanhã à noite às 8                              > 2026-11-25 20:00
  amanhã ao meio-dia                               > 2026-11-25 12:00
  amanhã das 9 às 11                               > 2026-11-25 09:00-11:00
  amanhã 9 às 11                                   > 2026-11-25 09:00-11:00
  hoje 16h                                         > 2026-11-24 16:00
  hoje às 16h                                      > 2026-11-24 16:00
  hoje às 4 da tarde                               > 2026-11-24 16:00
  hoje às 3                                        > 2026-11-24 15:00
  hoje à tarde às 4                                > 2026-11-24 16:00
  hoje à noite 8h                                  > 2026-11-24 20:00
  depois de amanhã 9h                              > 2026-11-26 09:00
  depois de amanhã às 3 e meia da tarde            > 2026-11-26 15:30
  daqui a 3 dias às 9h                             > 2026-11-27 09:00
  em 3 dias às 9h                                  > 2026-11-27 09:00
  daqui a uma semana às 10h                        > 2026-12-01 10:00
  3 de dezembro 9h                                 > 2026-12-03 09:00
  3 de dezembro às 9h                              > 2026-12-03 09:00
  3 de dezembro de 2026 às 9h                      > 2026-12-03 09:00
  dia 3 de dezembro às 9h                          > 2026-12-03 09:00
  dia 3 às 9h                                      > 2026-12-03 09:00
  no dia 3 às 9h                                   > 2026-12-03 09:00
  dia 30 9h                                        > 2026-11-30 09:00
  3 dez 9h                                         > 2026-12-03 09:00
  3 dez. 9:00                                      > 2026-12-03 09:00
  1º de dezembro às 9h                             > 2026-12-01 09:00
  primeiro de dezembro 9h                          > 2026-12-01 09:00
  25/12 10h                                        > 2026-12-25 10:00
  25/12/2026 10:00                                 > 2026-12-25 10:00
  15/1/2027 às 9h                                  > 2027-01-15 09:00
  30/11 às 9h                                      > 2026-11-30 09:00
  qui 3/12 9h                                      > 2026-12-03 09:00
  quinta-feira, 3 de dezembro de 2026, 9:00–11:00  > 2026-12-03 09:00-11:00
  2026-12-03 15h                                   > 2026-12-03 15:00
  quinta 9h 2h                                     > 2026-11-26 09:00-11:00
  quinta às 9h por 2 horas                         > 2026-11-26 09:00-11:00
  quinta às 9h durante uma hora                    > 2026-11-26 09:00-10:00
  quinta 9h 90 min                                 > 2026-11-26 09:00-10:30
  sábado de manhã                                  > 2026-11-28 morning
  quinta de manhã, a confirmar                     > 2026-11-26 morning
  quinta à tarde                                   > 2026-11-26 afternoon
  amanhã de manhã                                  > 2026-11-25 morning
  sexta de tarde                                   > 2026-11-27 afternoon
  amanhã                                           > 2026-11-25
  quinta                                           > 2026-11-26
  dia 3                                            > 2026-12-03
  3 de dezembro                                    > 2026-12-03
  sáb 5/12                                         > 2026-12-05
  9h                                               > 09:00
  às 9h                                            > 09:00
  9 da manhã                                       > 09:00
  das 9 às 11                                      > 09:00-11:00
  meio-dia                                         > 12:00
  próxima terça 9h                                 > 2026-12-01 09:00 | 2026-12-08 09:00
  na próxima quinta às 14h                         > 2026-11-26 14:00 | 2026-12-03 14:00
  terça que vem 15h                                > 2026-12-01 15:00 | 2026-12-08 15:00
  quinta da semana que vem 9h                      > 2026-11-26 09:00 | 2026-12-03 09:00
  1/12 15h                                         > 2026-12-01 15:00 | 2027-01-12 15:00
  3/12 às 9h                                       > 2026-12-03 09:00 | 2027-03-12 09:00
  quinta às 3                                      > 2026-11-26 03:00 | 2026-11-26 15:00
  quinta 2h                                        > 2026-11-26 02:00 | 2026-11-26 14:00
  quinta às 3h                                     > 2026-11-26 03:00 | 2026-11-26 15:00
  amanhã às 5                                      > 2026-11-25 05:00 | 2026-11-25 17:00
  terça 11h                                        > 2026-11-24 11:00 | 2026-12-01 11:00
  quinta meia-noite                                > 2026-11-26 00:00 | 2026-11-27 00:00
  quinta 10 às 11                                  > 2026-11-26 10:00-11:00 | 2026-12-10 11:00
  hj 15h                                           > 2026-11-24 15:00
  às 10 horas de segunda                           > 2026-11-30 10:00
  segunda 14h30 às 16h                             > 2026-11-30 14:30-16:00
  amanhã, 9h30                                     > 2026-11-25 09:30
  amanha de tarde 3h                               > 2026-11-25 15:00
~ dias 3 e 4 de dezembro                           > no_date
~ segunda 10 horas                                 > no_date
~ quinta 9h 9h                                     > no_date
~ quinta às 10 9h                                  > no_date
~ às 3                                             > 03:00 | 15:00
~ umas 9h                                          > no_date
~ lá pelas 9h                                      > no_date
~ pelas 9h de quinta                               > no_date
~ por volta das 9h                                 > no_date
~ quinta tipo 9h                                   > no_date
~ quinta cedo                                      > no_date
~ quinta à noite                                   > no_date
~ hoje à noite                                     > no_date
~ quinta ou sexta 9h                               > no_date
~ quinta e sexta 9h                                > no_date
~ de segunda a sexta                               > no_date
~ não quinta                                       > no_date
~ até quinta 9h                                    > no_date
~ depois das 9h de quinta                          > no_date
~ toda quinta 9h                                   > no_date
~ todas as quintas 9h                              > no_date
~ semana que vem                                   > no_date
~ ontem 9h                                         > no_date
~ hoje 9h                                          > past
~ 20 de novembro 9h                                > past
~ 20/11 9h                                         > past
~ quinta 4 de dezembro 9h                          > not_that_weekday
~ quinta 9 às 11                                   > not_that_weekday
~ quarta 3/12 9h                                   > not_that_weekday
~ 30 de fevereiro 9h                               > no_such_date
~ 31/11 9h                                         > no_such_date
~ 9h da tarde                                      > no_date
~ 15h da manhã                                     > no_date
~ meia-noite                                       > no_date
~ quinta das 11h às 9h                             > end_before_start
~ quinta 9h 11h                                    > no_date
~ quinta 9h 0h                                     > end_before_start
~ em 2 horas                                       > no_date
~ 3 de dezembro de 2028 9h                         > too_far
~ 14 de março de 2027 às 2h30                      > 2027-03-14 14:30
~ quinta 9h horário de Boston                      > no_date
~ me busca quinta 9h                               > no_date
~ 5a                                               > no_date
"""
